# The commands of the project. They work on a fresh clone with JDK 17, Maven 3.8+ and make.
MVN := mvn -B -ntp
# For tests that run longer than a build lets them.
BY_HAND := $(MVN) package -Djunit.jupiter.execution.timeout.mode=disabled -Dsurefire.timeout=0
OUT := out/nitro
CASES := 1000
ROUNDS := 5
PAIRS := 15
MODE := batch
RATE := 3000/s
DURATION := 2m
AGGREGATE := false
EVENTS := 2000000
MORE := 10000000
TABLES :=
MACHINES := 50000
SEED := 7
DEMO := events=20000
HOT := events=200000 machines=3000 rate=2000 seed=7
KILLS := 20
SETTLE := files=2000 kills=10 aimed=5 runner=FlinkRunner
ON := disk
AIM := aimed
GROUPING := packed
FORMAT := json
ROUTES := all
CONNECTOR :=
RECORDS := 1000000
EXPRESSIONS := 10000
FUZZ_SEED := 1
FUZZ_HEAP := 1g
WRK := wrk
FLAGS :=
BENCH := java -cp "target/bench/classes:target/classes:$$(cat target/bench/classpath)"

.PHONY: help run test test-locales check nightly kills settle parquet deliver-kills hot-tier hot-kills hot-rate demo demo-web spark pace isolation deliveries collect-kills collect-load deploy-kills bench pairs bench-classes jmh cluster-up cluster-down application tracker tracker-chromium verify-aws image deploy update rollback remove format clean

run: ## build, compute the sample's sessions, and print a result
	./sessionbeam run --definition=pipelines/nitro.yaml --input=testdata/nitro/raw --output=$(OUT) --overwrite
	@echo
	@echo "A session:"
	@gzip -cd $(OUT)/sessions/*/*.gz | head -n 1
	@echo "An event of it:"
	@gzip -cd $(OUT)/events/*/*.gz | head -n 1
	@echo "A rejected record:"
	@gzip -cd $(OUT)/invalid/*/*.gz | head -n 1

help: ## list what make can do here
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

test: ## build and run every test
	$(MVN) package

check: ## check the format, run static analysis (in the compiler) and every test, and some of them in other locales
	$(MVN) -Plocales spotless:check package

test-locales: ## build and run every test in each of three settings: Arabic digits, Turkish letters, Nepal's time
	$(MVN) package -Dtest.locale='-Duser.language=ar -Duser.country=EG'
	$(MVN) package -Dtest.locale='-Duser.language=tr -Duser.country=TR'
	$(MVN) package -Dtest.locale='-Duser.timezone=Asia/Kathmandu'

nightly: ## run many more random streams than a build does; a failure prints its seed
	$(BY_HAND) -Dtest='StreamProperties' -Dstream.cases=$(CASES)

fuzz: ## run changed records in batch and in streaming with 1 GiB of memory, and random expressions. RECORDS=1000000 EXPRESSIONS=10000 FUZZ_SEED=1 FUZZ_HEAP=1g
	$(BY_HAND) -Dtest='RecordFuzzTest,ExpressionFuzzTest' -Dfuzz.records=$(RECORDS) -Dfuzz.expressions=$(EXPRESSIONS) -Dfuzz.seed=$(FUZZ_SEED) -Dfuzz.heap=$(FUZZ_HEAP)

kills: ## kill a stream again and again, right after checkpoints, and check that each line is written once. KILLS=20 ON=disk|s3 AIM=aimed|random GROUPING=packed|beam FORMAT=json|parquet
	$(BY_HAND) -Dtest='StreamKillsTest' -Dkills=$(KILLS) -Dkills.format=$(FORMAT) -Dkills.on=$(ON) -Dkills.aim=$(AIM) -Dkills.grouping=$(GROUPING) $(addprefix -Dkills.seed=,$(KILLS_SEED))

settle: ## settle 2,000 small files of a day, and kill settle again and again while readers compare the current lines. SETTLE='files=2000 kills=10 aimed=5 runner=FlinkRunner'
	$(BY_HAND) -Dtest='SettleKillsTest,SettleTest#aDayOfMany*' $(addprefix -Dsettle.,$(SETTLE))

parquet: ## write simulated events as Parquet in batch and in streaming, and compare the rows with each other and with JSON lines. EVENTS=2000000
	$(BY_HAND) -Dtest='ParquetRunTest' -Dparquet.events=$(EVENTS)

deliver-kills: KILLS := 10
deliver-kills: ## kill TaskManagers of a stream that delivers, when a destination has not answered and when a dead letter is in no checkpoint; also three at random and a stop with a savepoint. KILLS=10 KILLS_SEED=
	$(BY_HAND) -Dtest='DeliverKillsTest' -Ddeliver.kills=$(KILLS) -Ddeliver.random=3 -Ddeliver.stops=1 $(addprefix -Ddeliver.seed=,$(KILLS_SEED))

hot-tier: ## stream late events into a DynamoDB table of sessions, and compare it with the files at the end; needs Node. HOT='events=200000 machines=3000 rate=2000 seed=7'
	$(BY_HAND) -Dtest='HotTierTest#aStream*' $(addprefix -Dhot.,$(HOT))

hot-kills: ## kill TaskManagers of a stream into a DynamoDB table, most of them when a session is written and in no checkpoint, and compare at the end; needs Node. HOT='kills=10 random=3 stops=1 rate=100 seconds=1000 seed=7'
	$(BY_HAND) -Dtest='HotTierKillsDemo' $(addprefix -Dhot.,$(HOT))

hot-rate: ## print how many sessions and events a second go into a DynamoDB table, and what CPU each costs; needs Node
	$(BY_HAND) -Dtest='WriteRateDemo'

demo: ## run the whole system live: Kinesis to S3 on a Flink cluster that keeps failing; needs Node. DEMO='events=100000 seed=7 pushed=true stops=10 drained=true'
	$(BY_HAND) -Dtest='KinesisToS3Demo' $(addprefix -Ddemo.,$(DEMO))

demo-web: ## a page, the collector, Kinesis and the pipeline on this machine: click, and see your session; needs Node, and clicks itself where Chromium is
	$(BY_HAND) -Dtest='WebDemo'

spark: ## run the sample on a third runner, Spark, in both groupings, and compare the bytes
	$(MVN) -Pspark package -Dtest='SparkRunDemo'

pace: ## send 3,000 events a second for two minutes to three Kinesis shards, and print how far behind the pipeline was. RATE=, DURATION=; needs Node
	$(MVN) -q package -Dmaven.test.skip=true # Builds first: otherwise, the reader and the sender would wait for the build.
	$(BY_HAND) -Dtest='KinesisPaceDemo' -Dpace.rate=$(RATE) -Dpace.duration=$(DURATION) -Dpace.aggregate=$(AGGREGATE)

isolation: RATE = 500/s
isolation: DURATION = 3m
isolation: PAIRS = 3
isolation: ## measure whether dead, failing and hanging destinations slow the healthy ones, in a live stream on a cluster. RATE=500/s DURATION=3m PAIRS=3 ROUTES=all|share; needs Node
	$(BY_HAND) -Dtest='IsolationDemo' -Disolation.rate=$(RATE) -Disolation.duration=$(DURATION) -Disolation.pairs=$(PAIRS) -Disolation.routes=$(ROUTES)

deliveries: EVENTS = 200000
deliveries: ROUNDS = 3
deliveries: ## measure how many deliveries a second each connector makes, and their CPU time. EVENTS=200000 ROUNDS=3 CONNECTOR=webhook measures one
	$(MVN) -q package -Dmaven.test.skip=true # Builds first: the runs are those of the launcher.
	$(BY_HAND) -Dtest='DeliveryRateDemo' -Ddeliveries.events=$(EVENTS) -Ddeliveries.rounds=$(ROUNDS) -Ddeliveries.only='$(CONNECTOR)'

collect-kills: STREAM := stub
collect-kills: ## kill the collector again and again under load, while its stream fails and is cut off; each acknowledged event has to arrive. KILLS=20 STREAM=stub|kinesis
	$(BY_HAND) -Dtest='CollectKillsTest' -Dcollect.kills=$(KILLS) -Dcollect.stream=$(STREAM)

deploy-kills: KILLS := 10
deploy-kills: ## kill update and rollback of a stage again and again while records come; each event has to be there once. KILLS=10 KILLS_SEED=
	$(BY_HAND) -Dtest='DeployTest' -Ddeploy.kills=$(KILLS) $(addprefix -Ddeploy.seed=,$(KILLS_SEED))

collect-load: DURATION = 20s
collect-load: ## measure the collector with wrk and a stub of Kinesis, beyond what it bears, and beyond the rate of a key. DURATION=20s WRK=wrk; needs wrk (Debian's package wrk)
	$(MVN) -q package -Dmaven.test.skip=true # Builds first: the collector is that of the launcher.
	$(BY_HAND) -Dtest='CollectLoadDemo' -Dcollect.wrk=$(WRK) -Dcollect.duration=$(DURATION)

bench: bench-classes ## measure the tables of docs/performance.md; UPDATE=1 writes them there. TABLES=programs,growth ROUNDS=5 EVENTS=2000000 MORE=10000000. See src/bench/README.md
	$(BENCH) dev.sessionbeam.bench.Bench --tables=$(TABLES) --rounds=$(ROUNDS) --events=$(EVENTS) --more=$(MORE) \
	  --machines=$(MACHINES) --seed=$(SEED) --only=$(ONLY) $(if $(UPDATE),--update)

pairs: bench-classes ## compare the time of this checkout with another one. BASE=/path/to/it, MODE=batch, streaming or kinesis; OWN=FLAG. See src/bench/README.md
	$(BENCH) dev.sessionbeam.bench.Pairs $(addprefix --base=,$(BASE)) $(addprefix --own-flag=,$(OWN)) --pairs=$(PAIRS) --mode=$(MODE) \
	  --events=$(EVENTS) --machines=$(MACHINES) --seed=$(SEED) --input=$(BENCH_INPUT)

jmh: bench-classes ## measure the hottest functions; ARGS='parse -prof gc' measures one of them, and what it allocates
	$(BENCH) org.openjdk.jmh.Main $(ARGS)

bench-classes: # Also resolves the class path of the S3 server, which the table source needs.
	$(MVN) -q -Pbench generate-test-resources

cluster-up: ## start a Flink cluster on this machine, from Maven's jars: http://127.0.0.1:8081. See runners/flink-cluster/README.md
	runners/flink-cluster/cluster up

application: ## start a Flink cluster whose JobManager runs one stream (application mode). FLAGS='--streaming …' of run. See runners/flink-cluster/README.md
	runners/flink-cluster/cluster application $(FLAGS)

cluster-down: ## stop the cluster; its jobs resume when it is up again
	runners/flink-cluster/cluster down

tracker: ## make collector/tracker.min.js of tracker.js; needs Node and npm
	src/test/peers/tracker/minify

tracker-chromium: ## run the tracker's demo page in a real Chromium (CHROMIUM=/path/to/it), with the collector and Kinesis; needs Node and npm
	$(BY_HAND) -Dtest='TrackerInChromiumTest'

verify-aws: PROJECT := sessionbeam
verify-aws: ## check the templates and roles of a stage in your AWS account; it changes nothing. PROJECT=sessionbeam STAGE=dev
	@runners/aws/verify "$(PROJECT)" "$(STAGE)"

deploy: ## put a stage up; update, rollback and remove change it: docs/deploy.md. STAGE=dev ARGS=--yes
deploy update rollback remove:
	./sessionbeam $@ $(addprefix --stage=,$(STAGE)) $(ARGS)

image: FLINK = $(shell sed -n 's|.*<flink.version>\(.*\)</flink.version>.*|\1|p' pom.xml)
image: BASE = flink:$(FLINK)-java17
image: TO :=
image: ARCH := amd64
image: ## make the image of pipeline and collector: target/sessionbeam-image.tar, or TO=registry/name:tag. BASE=flink:1.19.3-java17 ARCH=amd64
	$(MVN) -q package -Dmaven.test.skip=true
	$(MVN) -q -f runners/image/pom.xml initialize $(if $(TO),jib:build -Dimage.to='$(TO)',jib:buildTar) -Dflink.version=$(FLINK) -Dimage.base='$(BASE)' -Dimage.architecture=$(ARCH) -Djib.disableUpdateChecks=true
	@echo "Made $(or $(TO),target/sessionbeam-image.tar) on $(BASE): $$(cat target/image/digest)"

format: ## format the Java sources
	$(MVN) spotless:apply

clean:
	runners/flink-cluster/cluster down
	$(MVN) clean
	rm -rf out
