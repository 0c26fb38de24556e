"""`make bench`: ratios of speed, each measured side by side in one run.

Milliseconds differ between machines and hours; ratios do not. So no test asserts either, and the
budgets are printed beside what was measured.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

for path in sorted(HERE.glob("[!_]*.py")):
    print(f"\n{path.stem}", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], cwd=HERE.parent, check=True)
