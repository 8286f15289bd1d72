# The only commands a newcomer needs. All of them work on a fresh clone with JDK 17, Maven 3.8+ and make.
MVN := mvn -B -ntp
OUT := out/nitro
CASES := 1000

.PHONY: run test check nightly format clean

run: ## build, compute the sample's sessions, and show what came out
	./sessionbeam run --definition=pipelines/nitro.yaml --input=testdata/nitro/raw --output=$(OUT) --overwrite
	@echo
	@echo "A session:"
	@gzip -cd $(OUT)/sessions/*/*.gz | head -n 1
	@echo "An event of it:"
	@gzip -cd $(OUT)/events/*/*.gz | head -n 1
	@echo "A refused record:"
	@gzip -cd $(OUT)/invalid/*/*.gz | head -n 1

test: ## build and pass every test
	$(MVN) package

check: ## format, static analysis (in the compiler) and tests
	$(MVN) spotless:check package

nightly: ## many more random streams than a build has time for; a failure names its seed
	$(MVN) package -Dtest='StreamProperties' -Dstream.cases=$(CASES)

format: ## put the sources into the house's format
	$(MVN) spotless:apply

clean:
	$(MVN) clean
	rm -rf out
