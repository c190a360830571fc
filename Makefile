# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
PY := .venv/bin/python
export PYTHONUTF8 = 1

.PHONY: run test check format pictures film translations kafka kills schemas package lock clean prepare

run: prepare            ## open the window with the demo (in the terminal where there is no display)
	@$(PY) -m eventscope

test: prepare           ## all tests
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile $(ARGS)

check: prepare          ## format, lint, types, contracts between the layers
	@$(PY) -m ruff format --check app tests packaging
	@$(PY) -m ruff check app tests packaging
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) packaging/i18n.py --check

format: prepare         ## format and mend what can be mended
	@$(PY) -m ruff format app tests packaging
	@$(PY) -m ruff check --fix app tests packaging

pictures: prepare       ## pictures of every page for README and review, from the real app
	@$(PY) packaging/pictures.py

film: prepare           ## twenty pictures of the window while 100,000 messages a second arrive; ARGS="--look light"
	@$(PY) packaging/film.py $(ARGS)

translations: prepare   ## collect the texts of the window and compile the translations
	@$(PY) packaging/i18n.py

kafka: prepare          ## fetch Apache Kafka with Maven (needs Java); ARGS="--start --port 9092" runs it
	@$(PY) packaging/kafka.py $(ARGS)

kills: prepare          ## the long form of the kill tests of the bridges' parts
	@EVENTSCOPE_KILLS=100 $(PY) -m pytest tests/integration/bridges --timeout=1800 $(ARGS)

schemas: prepare        ## write resources/schemas from the code
	@$(PY) packaging/schemas.py

package: prepare        ## one-folder app with PyInstaller, tried with its own self-test; and a wheel
	@$(PY) packaging/build.py

lock:                   ## pin the dependencies anew (needs uv)
	@uv pip compile --universal --generate-hashes --python-version 3.11 --extra dev --no-annotate \
	  --no-emit-index-url --custom-compile-command "make lock" -q pyproject.toml -o packaging/requirements.lock

prepare:
	@$(PYTHON) packaging/prepare.py

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
