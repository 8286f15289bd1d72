package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.plan.Measured;
import dev.sessionbeam.run.OutputOptions;
import dev.sessionbeam.run.StreamOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Plans whose figures were computed by hand: the comment above a figure is the computation. */
@Tag("locales")
class PlanCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Figures that stay as they are, whatever the page on performance says. */
  private static final String FIGURES =
      """
      date=2026-11-30
      cores=2
      source.records=504933
      source.megabytes=115
      source.records_per_second=31830
      source.user_micros=45.4
      source.system_micros=2.1
      request.put_an_object=0.63
      request.begin_an_upload_in_parts=1.63
      request.upload_a_part=1.75
      request.complete_an_upload=1.63
      request.copy=2.00
      request.list=1.38
      request.head=5.38
      request.get=0.75
      state.session_events=10
      state.session_bytes=2240
      state.open=1660
      state.closed=3020
      latency.rest=1.23
      """;

  /** The names and values of a plan, and its warnings. */
  private static List<String> values(String... flags) throws IOException {
    List<String> values = new ArrayList<>();
    for (String line : planWithFixedFigures(flags).lines().toList()) {
      if (line.startsWith("  ")) {
        String[] columns = line.strip().split(" {2,}", -1);
        values.add(columns[0] + ": " + columns[1]);
      } else if (line.startsWith("WARNING")) {
        values.add(line);
      }
    }
    return values;
  }

  private static String planWithFixedFigures(String... flags) throws IOException {
    Properties figures = new Properties();
    figures.load(new StringReader(FIGURES));
    StringWriter out = new StringWriter();
    int status =
        new CommandLine(new PlanCommand(Measured.of(figures)))
            .setOut(new PrintWriter(out))
            .execute(flags);
    assertThat(status, is(0));
    return out.toString();
  }

  private static CommandRun plan(String... flags) {
    List<String> arguments = new ArrayList<>(List.of("plan"));
    arguments.addAll(List.of(flags));
    CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    return run;
  }

  @Test
  void aHundredDevicesThatSendAKilobyteEachTenthOfASecondFillOneShard() throws IOException {
    assertThat(
        values("--devices=100", "--every=100ms", "--eventSize=1KB"),
        is(
            List.of(
                // 100 ÷ 0.1 s
                "records: 1,000/s",
                "bytes of a record: 1,000",
                // 1,000 × 1
                "records at the peak: 1,000/s",
                // 1,000 × 1,000
                "bytes at the peak: 1,000,000 bytes/s",
                // 1,000 × 86,400
                "records a day: 86,400,000",
                // 1,000 ÷ 1,000 = 1; 1,000,000 ÷ 1,048,576 = 0.954
                "shards to write: 1",
                // 1,000,000 ÷ 2,097,152 = 0.477
                "shards to read: 1",
                "shards: 1",
                "records they take: 1,000/s",
                "bytes they take: 1,048,576 bytes/s",
                "bytes they give: 2,097,152 bytes/s",
                // 1,000 ÷ 1,000
                "use at the peak, records: 100 %",
                // 1,000,000 ÷ 1,048,576
                "use at the peak, bytes: 95.367 %",
                // 1,000 ÷ 220 = 4.545, below 5
                "read by: polling",
                // 1,000,000 ÷ 2,097,152
                "use at the peak, reading: 47.684 %",
                // 1,000,000 × 86,400 = 86,400,000,000; ÷ 1,073,741,824
                "records kept: 80.466GiB",
                // 1,000 ÷ 4,000
                "use of a new one, records: 25 %",
                // 1,000,000 ÷ 4,194,304
                "use of a new one, bytes: 23.842 %",
                // 1,000 × 2
                "records it takes later: 2,000/s",
                "on demand or provisioned: provisioned",
                // 220 ÷ 2
                "from put to read, mean: 110ms",
                // 30m + 2m + 1m + 10s + 1.23s
                "to a session's line, at most: 33m11s230ms",
                // 30m + 1d
                "until a session is final: 1d30m",
                // 115,000,000 ÷ 504,933 = 227.753; 1,000 ÷ 227.753
                "weight of a record: 4.391",
                // 31,830 ÷ 2 = 15,915; ÷ 4.391
                "records of a slot: 3,624/s",
                // 45.4 + 2.1 = 47.5; 1,000 × 47.5 × 4.391 ÷ 1,000,000
                "CPU at the peak: 0.209 cores",
                // 3,624 × 0.8 = 2,899; 1,000 ÷ 2,899 = 0.345
                "slots: 1",
                // 2,097,152 ÷ 1,000 = 2,097; 3,600 × 1,000 ÷ (2,097 − 1,000) = 3,282 s
                "to catch up after 1h: 54m42s",
                // 100 × 86,400 ÷ 86,400
                "sessions a day: 100",
                // 2 × 86,400 + 86,400 = 259,200 s; 3,020 ÷ 2,240 = 1.348;
                // 1,000,000 × 259,200 × 1.348 = 349,401,600,000; ÷ 1,073,741,824
                "state: 325.406GiB",
                // 1,000,000 × 86,400 ÷ 100 = 864,000,000; ÷ 1,048,576
                "a machine in memory: 823.975MiB",
                // 864,000,000 ÷ 268,435,456
                "use of max_machine_size: 321.865 %",
                // 86,400 ÷ 60 = 1,440, but a day has 100 sessions; × 2
                "files a day, at most: 200",
                // 0.63 + 1.63 + 1.75 + 1.63 + 2.00 + 1.38 = 9.02; × 200
                "S3 puts, copies, lists a day: 1,804",
                // 5.38 + 0.75 = 6.13; × 200
                "S3 gets, heads a day: 1,226",
                // 86,400,000 × 1,000 ÷ 10 = 8,640,000,000; ÷ 1,073,741,824
                "stored a day: 8.047GiB",
                // 1,000 ÷ (0.8 × 1,000) = 1.25; 1,000,000 ÷ (0.8 × 1,048,576) = 1.19
                "WARNING: at the peak, the shard is at 100 % of a limit to write. Machines do not"
                    + " spread evenly over shards, and what a shard refuses is sent again and comes"
                    + " late. Order at least 2 shards, which are at most at 80 %.",
                "WARNING: a machine sends 321.865 % of max_machine_size in 1d, on average; what is"
                    + " more goes to invalid/ as too_many_events. Set a shorter max_duration, or a"
                    + " larger max_machine_size and heap.")));
  }

  @Test
  void threeShardsBearThreeTimesAsMuch() throws IOException {
    List<String> values =
        values("--devices=100", "--every=100ms", "--event-size=1KB", "--shards=3");
    // 3 × 1,000 puts; 3 × 1 MiB in; 3 × 2 MiB out
    assertThat(values, hasItem("records they take: 3,000/s"));
    assertThat(values, hasItem("bytes they take: 3,145,728 bytes/s"));
    assertThat(values, hasItem("bytes they give: 6,291,456 bytes/s"));
    // 1,000 ÷ 3,000
    assertThat(values, hasItem("use at the peak, records: 33.333 %"));
    assertThat(
        plan("--devices=100", "--every=100ms", "--event-size=1KB", "--shards=3").out(),
        containsString("= 3 × 2MiB/s = 6MiB/s\n"));
  }

  @Test
  void aLoadWithPausesAndPeaksIsPlannedWithItsDefinitionAndPrices() throws IOException {
    assertThat(
        values(
            "--events-per-second=500",
            "--event-size=400B",
            "--peak-factor=5",
            "--consumers=2",
            "--retention=7d",
            "--devices=20000",
            "--sessions-per-day=2",
            "--sessionDuration=20m",
            "--definition=pipelines/nitro.yaml",
            "--prices=pipelines/prices.example.yaml"),
        is(
            List.of(
                "records: 500/s",
                "bytes of a record: 400",
                // 500 × 5
                "records at the peak: 2,500/s",
                // 2,500 × 400
                "bytes at the peak: 1,000,000 bytes/s",
                // 500 × 86,400
                "records a day: 43,200,000",
                // 2,500 ÷ 1,000 = 2.5; 1,000,000 ÷ 1,048,576 = 0.954
                "shards to write: 3",
                // 1,000,000 ÷ 2,097,152 = 0.477
                "shards to read: 1",
                "shards: 3",
                "records they take: 3,000/s",
                "bytes they take: 3,145,728 bytes/s",
                "bytes they give: 6,291,456 bytes/s",
                // 2,500 ÷ 3,000
                "use at the peak, records: 83.333 %",
                // 1,000,000 ÷ 3,145,728
                "use at the peak, bytes: 31.789 %",
                // 2 × 1,000 ÷ 220 = 9.09, above 5
                "read by: enhanced fan-out",
                // 1,000,000 ÷ 6,291,456
                "use at the peak, reading: 15.895 %",
                // 500 × 400 × 604,800 = 120,960,000,000; ÷ 1,073,741,824
                "records kept: 112.653GiB",
                // 2,500 ÷ 4,000
                "use of a new one, records: 62.5 %",
                "use of a new one, bytes: 23.842 %",
                // 2,500 × 2
                "records it takes later: 5,000/s",
                "from put to read, mean: 70ms",
                "to a session's line, at most: 33m11s230ms",
                "until a session is final: 1d30m",
                // 400 ÷ 227.753
                "weight of a record: 1.756",
                // 15,915 ÷ 1.756
                "records of a slot: 9,063/s",
                // 2,500 × 47.5 × 1.756 ÷ 1,000,000
                "CPU at the peak: 0.209 cores",
                // 9,063 × 0.8 = 7,250; 2,500 ÷ 7,250 = 0.345
                "slots: 1",
                // 9,063 is less than 6,291,456 ÷ 400 = 15,729; 3,600 × 500 ÷ 8,563 = 210.207 s
                "to catch up after 1h: 3m30s207ms",
                // 20,000 × 2
                "sessions a day: 40,000",
                // 43,200,000 × 400 ÷ 40,000 = 432,000; ÷ 2,240
                "weight of a session: 192.857",
                // 20m + 30m + 2m = 3,120 s; 40,000 × 3,120 ÷ 86,400
                "open sessions at a time: 1,444",
                // 1,444 × 1,660 × 192.857 = 462,285,943; ÷ 1,048,576
                "state of open sessions: 440.87MiB",
                // 40,000 × 86,400 ÷ 86,400
                "written sessions at a time: 40,000",
                // 40,000 × 3,020 × 192.857 = 23,297,125,600; ÷ 1,073,741,824
                "state of written sessions: 21.697GiB",
                // 462,285,943 + 23,297,125,600 = 23,759,411,543; ÷ 1,073,741,824
                "state: 22.128GiB",
                // 200,000 × 86,400 ÷ 20,000 = 864,000; ÷ 1,024
                "a machine in memory: 843.75KiB",
                // 864,000 ÷ 268,435,456
                "use of max_machine_size: 0.322 %",
                // 86,400 ÷ 60 = 1,440; × 1 × 1 × 2
                "files a day, at most: 2,880",
                // 2,880 × 9.02
                "S3 puts, copies, lists a day: 25,978",
                // 2,880 × 6.13
                "S3 gets, heads a day: 17,654",
                // 43,200,000 × 400 ÷ 10 = 1,728,000,000; ÷ 1,073,741,824
                "stored a day: 1.609GiB",
                // 3 × 730 = 2,190; × 0.015
                "shards: 32.85 USD",
                // 500 × 2,628,000 ÷ 1,000,000 = 1,314; × 0.014
                "puts: 18.40 USD",
                // 2,190 × 0.02
                "retention, up to 7d: 43.80 USD",
                // 2 × 2,190 = 4,380; × 0.015
                "fan-out, shards: 65.70 USD",
                // 200,000 × 2,628,000 × 2 ÷ 1,073,741,824 = 979.006; × 0.013
                "fan-out, bytes: 12.73 USD",
                // 32.85 + 18.40 + 43.80 + 65.70 + 12.73
                "sum: 173.48 USD",
                // 730 × 0.04
                "stream: 29.20 USD",
                // 500 × 2,628,000 × 1 KiB ÷ 1,048,576 = 1,253; × 0.08
                "written: 100.24 USD",
                // 979.006 × 0.05
                "read: 48.95 USD",
                // 200,000 × 518,400 ÷ 1,073,741,824 = 96.56; × 0.1
                "retention, beyond 1d: 9.66 USD",
                // 29.20 + 100.24 + 48.95 + 9.66
                "sum: 188.05 USD",
                "on demand or provisioned: provisioned",
                // 1 × 730 × 0.06
                "Flink: 43.80 USD",
                // 22.128 × 0.1
                "state: 2.21 USD",
                // 25,978 × 30.417 ÷ 1,000 = 790.173; × 0.005
                "S3 puts, copies, lists: 3.95 USD",
                // 17,654 × 30.417 ÷ 1,000 = 536.982; × 0.0004
                "S3 gets, heads: 0.21 USD",
                // 1,728,000,000 × 30.417 ÷ 1,073,741,824 = 48.951; × 0.023
                "S3, what a month adds: 1.13 USD",
                // 173.48 + 43.80 + 2.21 + 3.95 + 0.21 + 1.13
                "sum: 224.78 USD",
                // 2,500 ÷ (0.8 × 1,000) = 3.125
                "WARNING: at the peak, the shards are at 83.333 % of a limit to write. Machines do"
                    + " not spread evenly over shards, and what a shard refuses is sent again and"
                    + " comes late. Order at least 4 shards, which are at most at 80 %.",
                "WARNING: a stream on demand takes twice the peak of the last 30 days. After 30"
                    + " days without a peak, one of 5 times the average may be refused in part, and"
                    + " is sent again.")));
  }

  @Test
  void theSizeOfAnEventIsMeasuredFromASample() throws IOException {
    Path sample = folder.resolve("events");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(sample))) {
      // 10 and 15 bytes.
      out.write("{\"a\":1234}\n{\"a\":123456789}\n".getBytes(StandardCharsets.UTF_8));
    }
    CommandRun run = plan("--eventsPerSecond=1", "--sample=" + sample);
    // 25 ÷ 2
    assertThat(
        run.out(),
        containsString("  12.5                = 25 bytes ÷ 2 records of " + sample + "\n"));
  }

  @Test
  void aProgramReadsNumbersAndUnits() throws IOException {
    CommandRun run = plan("--eventsPerSecond=2000", "--eventSize=1KiB", "--json");
    JsonNode plan = JSON.readTree(run.out());
    assertThat(plan.path("measured").asText(), matchesPattern("20[0-9]{2}-[0-9]{2}-[0-9]{2}"));
    JsonNode peak = plan.path("lines").path(3);
    assertThat(peak.path("section").asText(), is("Load"));
    assertThat(peak.path("name").asText(), is("bytes at the peak"));
    // 2,000 × 1,024
    assertThat(peak.path("value").asLong(), is(2_048_000L));
    assertThat(peak.path("unit").asText(), is("bytes/s"));
    assertThat(peak.path("arithmetic").asText(), startsWith("2,000/s × 1,024 bytes"));
    // 2,000 ÷ 2,000
    assertThat(plan.path("warnings").path(0).asText(), containsString("at 100 %"));
    assertThat(run.out().lines().count(), is(1L));
  }

  @Test
  void everythingThatIsMissingIsReportedAtOnce() {
    CommandRun run = CommandRun.of("plan");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: --eventsPerSecond=N is missing; or give --devices=N and --every=DURATION
            sessionbeam: --eventSize=SIZE is missing; or give --sample=FILE
            """));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() throws IOException {
    Path prices = folder.resolve("prices.yaml");
    Files.writeString(prices, "currency: dollars\nkinesis_shard_hours: 1\ns3_gib_month: -1\n");
    CommandRun run =
        CommandRun.of(
            "plan",
            "--eventsPerSecond=many",
            "--eventSize=1000",
            "--peakFactor=0.5",
            "--consumers=0",
            "--retention=1h",
            "--sessionsPerDay=2",
            "--gap=30m",
            "--definition=nowhere.yaml",
            "--fileDelay=0",
            "--prices=" + prices);
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        is(
            """
            sessionbeam: --eventsPerSecond: 'many' is not a number: write it like 1000 or 2.5
            sessionbeam: --eventSize: '1000' is not a size: write it like 230B, 1KB (1,000 bytes) or 1KiB (1,024)
            sessionbeam: --peakFactor: '0.5' must be at least 1
            sessionbeam: --consumers: '0' must be a whole number of at least 1
            sessionbeam: --retention: '1h' must be from 24h to 365d, as Kinesis allows
            sessionbeam: --definition: cannot read nowhere.yaml: it does not exist
            sessionbeam: --gap, --maxDuration and --allowedLateness are for plans without --definition: remove them
            sessionbeam: --sessionsPerDay is of a machine: give --devices=N too
            sessionbeam: --fileDelay: must be longer than 0
            sessionbeam: PRICES:1: currency: 'dollars' is not a currency: write it like USD
            sessionbeam: PRICES:2: kinesis_shard_hours is not known; did you mean kinesis_shard_hour?
            sessionbeam: PRICES:3: s3_gib_month: '-1' is not a price: write it like 0.015
            """
                .replace("PRICES", prices.toString())));
  }

  @Test
  void aPriceThatIsMissingIsNamed() throws IOException {
    Path prices = folder.resolve("prices.yaml");
    Files.writeString(prices, "currency: EUR\nkinesis_shard_hour: 0.01\n");
    CommandRun run = plan("--eventsPerSecond=10", "--eventSize=1KB", "--prices=" + prices);
    // 730 × 0.01
    assertThat(run.out(), containsString("7.30 EUR"));
    assertThat(
        run.out(),
        containsString(
            "WARNING: the sums lack what has no price: add flink_slot_hour,"
                + " kinesis_on_demand_gib_in, kinesis_on_demand_gib_out,"
                + " kinesis_on_demand_stream_hour, kinesis_put_million_units, s3_gib_month,"
                + " s3_thousand_reads, s3_thousand_writes, state_gib_month to --prices.\n"));
  }

  @Test
  void machinesThatNeverPauseNeedACap() throws IOException {
    List<String> values = values("--devices=5", "--every=1s", "--eventSize=1KB", "--maxDuration=0");
    assertThat(values, hasItem("state: without limit"));
    assertThat(
        values,
        hasItem(
            "WARNING: machines that never pause are never written with max_duration 0, and their"
                + " state grows without limit: set max_duration."));
  }

  @Test
  void aLongRetentionCostsMoreOfEachKindOfStream() throws IOException {
    List<String> values =
        values(
            "--eventsPerSecond=100",
            "--eventSize=1KB",
            "--retention=30d",
            "--prices=pipelines/prices.example.yaml");
    // 1 × 730 × 0.02
    assertThat(values, hasItem("retention, up to 7d: 14.60 USD"));
    // 100,000 × 23 × 86,400 ÷ 1,073,741,824 = 185.072; × 0.023
    assertThat(values, hasItem("retention, beyond 7d: 4.26 USD"));
    // 100,000 × 29 × 86,400 ÷ 1,073,741,824 = 233.352; × 0.1
    assertThat(values, hasItem("retention, beyond 1d: 23.34 USD"));
  }

  @Test
  void moreSlotsThanShardsAreNoUse() throws IOException {
    // 30,000 ÷ (15,915 × 0.8) = 2.356
    List<String> values = values("--eventsPerSecond=30000", "--eventSize=100B", "--shards=2");
    assertThat(values, hasItem("slots: 3"));
    assertThat(
        values,
        hasItem(
            "WARNING: a parallelism above the number of shards reads no faster: for 3 slots, order"
                + " as many shards."));
  }

  @Test
  void aPartitionByHourHasTwoPartitionsAtATime() throws IOException {
    Path definition = folder.resolve("hours.yaml");
    Files.writeString(
        definition,
        """
        name: hours
        event: {machine: m, time: {field: t, format: epoch_millis}, action: a}
        session: {gap: 5m}
        output: {partition: hour}
        """);
    // 1 × 86,400 ÷ 10 = 8,640 sessions; 1,440 × 1 × 2 = 2,880 files; × 2
    List<String> values =
        values("--eventsPerSecond=1", "--eventSize=1KB", "--definition=" + definition);
    assertThat(values, hasItem("files a day, at most: 5,760"));
    // 5m + 1d
    assertThat(values, hasItem("until a session is final: 1d5m"));
  }

  @Test
  void aPlanWithoutWarningsSaysSo() {
    assertThat(
        plan("--eventsPerSecond=1", "--eventSize=1KB").out(),
        endsWith("\n\nNothing uses more than 80 % of a limit.\n"));
  }

  @Test
  void theSmallestAndTheLargestLoadsArePlanned() throws IOException {
    assertThat(values("--devices=1", "--every=10000d", "--eventSize=1B"), hasItem("slots: 1"));
    List<String> large =
        values(
            "--eventsPerSecond=9999999999",
            "--eventSize=999MiB",
            "--peakFactor=1000",
            "--outage=10000d",
            "--prices=pipelines/prices.example.yaml");
    assertThat(large, hasItem("records: 9,999,999,999/s"));
    assertThat(
        values("--eventsPerSecond=3000", "--eventSize=1KB", "--shards=1"),
        hasItem("to catch up after 1h: never"));
  }

  @Test
  void theDefaultsAreThoseOfRun() {
    PlanSessionFlags flags = new PlanSessionFlags();
    StreamOptions stream = PipelineOptionsFactory.as(StreamOptions.class);
    assertThat(flags.maxDisorder, is(stream.getMaxDisorder()));
    assertThat(flags.fileDelay, is(stream.getFileDelay()));
    assertThat(
        flags.filesPerPartition,
        is(String.valueOf(stream.as(OutputOptions.class).getFilesPerPartition())));
  }

  /** The page shows a command and what it prints. */
  @Test
  void thePageShowsWhatTheCommandPrints() throws IOException {
    String page = Files.readString(Path.of("docs/plan.md"));
    String command = "./sessionbeam plan --devices=100 --every=100ms --eventSize=1KB";
    assertThat(page, containsString("```sh\n" + command + "\n"));
    CommandRun run = plan("--devices=100", "--every=100ms", "--eventSize=1KB");
    assertThat(page, containsString("```text\n" + run.out() + "```\n"));
  }
}
