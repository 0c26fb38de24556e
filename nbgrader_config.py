"""nbgrader's settings: `make build` uses them, and so do nbgrader's own commands."""

from nbgrader import preprocessors

from nightline.building.preprocessors import STUB, ForLearners, GivenCode

c = get_config()  # noqa: F821 - nbgrader puts it here

c.CourseDirectory.course_id = "nightline"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

c.ClearSolutions.code_stub = {"python": STUB}
c.GenerateAssignment.preprocessors = [
    preprocessors.IncludeHeaderFooter,
    preprocessors.InstantiateTests,
    preprocessors.LockCells,
    preprocessors.ClearSolutions,
    GivenCode,  # needs the stub of ClearSolutions
    preprocessors.ClearOutput,
    ForLearners,
    preprocessors.CheckCellMetadata,
    preprocessors.ComputeChecksums,
    preprocessors.SaveCells,
    preprocessors.ClearHiddenTests,
    preprocessors.ClearMarkScheme,
    preprocessors.ComputeChecksums,
    preprocessors.CheckCellMetadata,
]

c.ExecutePreprocessor.timeout = 30
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s).*"  # words on stderr cost a passing cell no points
