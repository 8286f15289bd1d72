# The only commands a newcomer needs. All of them work on a fresh clone with JDK 17, Maven 3.8+ and make.
MVN := mvn -B -ntp
OUT := out/nitro
CASES := 1000
ROUNDS := 5
PAIRS := 15
MODE := batch
RATE := 3000/s
DURATION := 2m
AGGREGATE := false
EVENTS := 2000000
MACHINES := 50000
SEED := 7
DEMO := events=20000
KILLS := 20
ON := disk
AIM := aimed
GROUPING := packed
BENCH := java -cp "target/bench/classes:target/classes:$$(cat target/bench/classpath)"

.PHONY: run test check nightly kills demo spark pace bench pairs bench-classes jmh cluster-up cluster-down format clean

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

kills: ## kill a stream again and again, right after checkpoints: is each line there once? KILLS=20 ON=disk|s3 AIM=aimed|random GROUPING=packed|beam
	$(MVN) package -Dtest='StreamKillsTest' -Dkills=$(KILLS) -Dkills.on=$(ON) -Dkills.aim=$(AIM) -Dkills.grouping=$(GROUPING) $(addprefix -Dkills.seed=,$(KILLS_SEED))

demo: ## all of it live: Kinesis to S3 on a Flink cluster to which everything happens; takes Node. DEMO='events=100000 seed=7 pushed=true stops=10 drained=true'
	$(MVN) package -Dtest='KinesisToS3Demo' $(addprefix -Ddemo.,$(DEMO))

spark: ## the sample on a third runner, Spark, in both groupings: are the bytes the same?
	$(MVN) -Pspark package -Dtest='SparkRunDemo'

pace: ## 3,000 events a second for two minutes to three shards of Kinesis: how far behind was the pipeline ever? RATE=, DURATION=; takes Node
	@./sessionbeam --version >/dev/null # Or reader and sender would both build it, side by side.
	$(MVN) package -Dtest='KinesisPaceDemo' -Dpace.rate=$(RATE) -Dpace.duration=$(DURATION) -Dpace.aggregate=$(AGGREGATE)

bench: bench-classes ## time sessionbeam beside others on the same events; UPDATE=1 writes the README's table. See src/bench/README.md
	$(BENCH) dev.sessionbeam.bench.Bench --rounds=$(ROUNDS) --events=$(EVENTS) --machines=$(MACHINES) --seed=$(SEED) \
	  --input=$(BENCH_INPUT) --only=$(ONLY) $(if $(UPDATE),--update)

pairs: bench-classes ## is this checkout faster than another? BASE=/path/to/it, MODE=batch, streaming or kinesis; OWN=FLAG. See src/bench/README.md
	$(BENCH) dev.sessionbeam.bench.Pairs $(addprefix --base=,$(BASE)) $(addprefix --own-flag=,$(OWN)) --pairs=$(PAIRS) --mode=$(MODE) \
	  --events=$(EVENTS) --machines=$(MACHINES) --seed=$(SEED) --input=$(BENCH_INPUT)

jmh: bench-classes ## time the hottest functions; ARGS='parse -prof gc' for one of them, with what it allocates
	$(BENCH) org.openjdk.jmh.Main $(ARGS)

bench-classes:
	$(MVN) -q -Pbench process-classes

cluster-up: ## a Flink cluster on this machine, from Maven's jars: http://127.0.0.1:8081. See runners/flink-cluster/README.md
	runners/flink-cluster/cluster up

cluster-down: ## stop it; its jobs go on when it is up again
	runners/flink-cluster/cluster down

format: ## put the sources into the house's format
	$(MVN) spotless:apply

clean:
	runners/flink-cluster/cluster down
	$(MVN) clean
	rm -rf out
