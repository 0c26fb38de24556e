# PYTHON=python3.13 chooses the interpreter, VENV=folder the environment, ARGS="…" goes to the command.
RUN = $(or $(PYTHON),python3) nightline/bootstrap.py

learn:  ## the course in JupyterLab
	@$(RUN) learn $(ARGS)

test:  ## formatter, linter, types, tests, every notebook
	@$(RUN) test $(ARGS)

build:  ## execute what changed, regenerate exercises/
	@$(RUN) build $(ARGS)

site:  ## the embedded site alone
	@$(RUN) site $(ARGS)

bench:  ## ratios of speed
	@$(RUN) bench $(ARGS)

wheels:  ## a folder to install from without a network
	@$(RUN) wheels

.PHONY: learn test build site bench wheels
