# What the portal's people say to it; `make help` lists the targets. The work is done by deploy/*.sh.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test bench drills lint format messages migrations manage lock assets reset-db

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing and serve the demo city at http://127.0.0.1:8000 (PORT=8080 changes the port)
	@exec env --default-signal=INT deploy/run.sh

test: ## set up what is missing and pass the tests, browser tests included (PYTEST_ARGS="-k 'not browser'" picks some)
	@exec deploy/test.sh

bench: ## measure the heat map at 10⁵ and 10⁶ proposals (BENCH_N=10000000 adds more), imports, printing and signs
	@exec deploy/bench.sh

drills: ## slow senders, a killed database, killed workers, a restore: what must go on, goes on (10 minutes)
	@exec deploy/drills.sh

lint: ## style, types, import rules, templates, migrations, production settings, catalogues, scripts and styles
	@exec deploy/lint.sh

format: ## put the Python files and the scripts of pages into their form
	@deploy/with_env.sh ruff format . && deploy/node_env.sh && node_modules/.bin/biome format --config-path=deploy/scripts_and_styles.json --write .

manage: ## a management command on the demo's database: make manage CMD="check"
	@exec deploy/manage.sh $(CMD)

messages: ## gather the texts of templates and code into the Kazakh and Russian catalogues
	@exec deploy/with_env.sh deploy/messages.sh

migrations: ## write the migrations that the models lack
	@exec deploy/manage.sh makemigrations

lock: ## pin requirements*.txt and package-lock.json anew
	@exec deploy/lock.sh

assets: ## build the typefaces of pages and signs and the icon sprite from the npm packages
	@deploy/node_env.sh && exec deploy/with_env.sh sh -c 'python deploy/build_fonts.py && python deploy/build_print_fonts.py && python deploy/build_sprite.py'

reset-db: ## delete the demo's database cluster, with all that was written into it
	@exec deploy/reset_db.sh
