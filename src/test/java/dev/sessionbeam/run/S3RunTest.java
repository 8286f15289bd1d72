package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.cli.Main;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.publish.ExistingOutput;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.Swap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Runs the command line with input and output on S3: the lines are those of local files. */
class S3RunTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");
  private static final List<String> DATASETS = List.of("events", "sessions", "invalid");

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir private static Path folder;

  private static S3Peer peer;
  private static S3Client client;
  private static Path expected;

  /** The bucket's folder on the server's disk. */
  private Path bucket;

  private String name;

  @BeforeAll
  static void startTheServerAndComputeTheSampleOnLocalFiles() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
    client = S3Client.builder().endpointOverride(peer.endpoint()).region(Region.US_EAST_1).build();
    expected = folder.resolve("expected");
    CommandRun run = CommandRun.run("FlinkRunner", DEFINITION, SAMPLE, expected);
    assertThat(run.err(), run.status(), is(0));
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    client.close();
    peer.close();
  }

  @BeforeEach
  void makeABucketWithTheSample() throws IOException {
    name = "bucket-" + BUCKETS.incrementAndGet();
    bucket = peer.bucket(name);
    try (Stream<Path> files = Files.list(SAMPLE)) {
      for (Path file : files.toList()) {
        put("raw/" + file.getFileName(), RequestBody.fromFile(file));
      }
    }
  }

  private CommandRun run(URI endpoint, String... more) {
    return between(at("raw"), at("out"), endpoint, more);
  }

  private String at(String key) {
    return "s3://" + name + "/" + key;
  }

  private static CommandRun between(String input, String output, URI endpoint, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--definition=" + DEFINITION,
                "--input=" + input,
                "--output=" + output,
                "--s3Endpoint=" + endpoint));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private void requireTheLinesOfLocalFiles(Path output) throws IOException {
    for (String dataset : DATASETS) {
      // The source of a rejected record names its file, and the folder of the file differs.
      assertThat(dataset, lines(output, dataset), is(lines(expected, dataset)));
    }
  }

  private static List<String> lines(Path output, String dataset) throws IOException {
    return CommandRun.lines(output, dataset).stream()
        .map(line -> line.replaceFirst("\"file\":\"[^\"]*/", "\"file\":\""))
        .sorted()
        .toList();
  }

  private static List<String> files(Path output) throws IOException {
    return CommandRun.files(output).stream()
        .map(file -> output.relativize(file).toString())
        .toList();
  }

  private static List<String> temporaryFiles(Path output) throws IOException {
    return files(output).stream().filter(file -> file.contains("temp")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "FlinkRunner, raw",
    "FlinkRunner, raw/",
    "FlinkRunner, raw/*.jsonl",
    "DirectRunner, raw/part-00?.jsonl"
  })
  void fromAFolderOrAGlobToAFolderGivesTheLinesOfLocalFiles(String runner, String input)
      throws IOException {
    CommandRun run = between(at(input), at("deep/out/"), peer.endpoint(), "--runner=" + runner);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString(at("deep/out/events")));
    Path output = bucket.resolve("deep/out");
    requireTheLinesOfLocalFiles(output);
    assertThat(files(output), hasItem("_summary.json"));
    assertThat(temporaryFiles(output), is(empty()));
  }

  /** Policies grant rights to the objects below a folder, not to an object of its name. */
  @Test
  void aFolderIsReadWithoutTheRightToAnObjectOfItsName() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(head -> head.startsWith("HEAD /" + name + "/raw "), 403, "AccessDenied");
      CommandRun run = run(relay.endpoint());
      assertThat(run.err(), run.status(), is(0));
    }
    requireTheLinesOfLocalFiles(bucket.resolve("out"));
  }

  /** This is the price of writing each file twice: docs/design/fileio.md has the table. */
  @Test
  void aFileOfAStreamTakesElevenRequestsAtMostBesideDeletions() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      CommandRun run =
          run(
              relay.endpoint(),
              "--streaming",
              "--checkpointingInterval=500",
              "--maxBundleTimeMills=100",
              "--parallelism=1",
              "--fileDelay=1h");
      assertThat(run.err(), run.status(), is(0));
      List<String> ofFiles =
          relay.requests().stream()
              .map(head -> head.replaceFirst("(?s) HTTP/1.1.*", ""))
              .filter(head -> head.contains("part-") || head.contains(".temp-beam"))
              .filter(head -> !head.contains("/raw/"))
              .toList();
      long files =
          files(bucket.resolve("out")).stream().filter(file -> file.contains("part-")).count();
      assertThat(files, greaterThan(3L));
      assertThat((long) ofFiles.size(), lessThan(12 * files));
    }
  }

  @Test
  void aStreamGivesTheLinesOfLocalFiles() throws IOException {
    CommandRun run =
        run(
            peer.endpoint(),
            "--streaming",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms");
    assertThat(run.err(), run.status(), is(0));
    requireTheLinesOfLocalFiles(bucket.resolve("out"));
    assertThat(temporaryFiles(bucket.resolve("out")), is(empty()));
  }

  @Test
  void overwritingReplacesOwnObjectsAndNoOthers() throws IOException {
    Path output = bucket.resolve("out");
    String old = "events/date=2001-01-01/part-00000-of-00001.jsonl.gz";
    for (String file : List.of(old, "events/date=2001-01-01/part-0.csv", "notes.txt")) {
      put("out/" + file, "mine");
    }
    CommandRun rejected = run(peer.endpoint());
    assertThat(rejected.status(), is(2));
    assertThat(rejected.err(), containsString("--output: " + at("out") + " is not empty"));

    CommandRun run = run(peer.endpoint(), "--overwrite");
    assertThat(run.err(), run.status(), is(0));
    assertThat(files(output), not(hasItem(old)));
    assertThat(Files.readString(output.resolve("notes.txt")), is("mine"));
    Files.delete(output.resolve("events/date=2001-01-01/part-0.csv"));
    requireTheLinesOfLocalFiles(output);
  }

  @Test
  void leftoversOfAKilledRunAreDeletedAtTheNextStart() throws IOException {
    Path output = bucket.resolve("out");
    put("out/.sessionbeam-temporary/part-0.jsonl.gz", "half");
    put("out/.sessionbeam-temporary/.temp-beam-1/0", "half");
    begin("out/.sessionbeam-temporary/part-1.jsonl.gz");
    begin("out/_summary.json");
    begin("out/other.bin");
    assertThat(uploads(), hasItem("out/_summary.json"));

    CommandRun run = run(peer.endpoint());
    assertThat(run.err(), run.status(), is(0));
    assertThat(uploads(), is(List.of("out/other.bin")));
    assertThat(temporaryFiles(output), is(empty()));
    requireTheLinesOfLocalFiles(output);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 501})
  void aRunSucceedsIfUploadsCannotBeListed(int status) throws IOException {
    begin("out/.sessionbeam-temporary/part-1.jsonl.gz");
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(head -> head.matches("(?s)GET /[^ ]*\\?.*uploads.*"), status, "Refused");
      CommandRun run = run(relay.endpoint());
      assertThat(run.err(), run.status(), is(0));
      assertThat(relay.requests(), hasItem(containsString("uploads")));
    }
    assertThat(uploads(), hasSize(1));
    requireTheLinesOfLocalFiles(bucket.resolve("out"));
  }

  private void put(String key, String text) {
    put(key, RequestBody.fromString(text));
  }

  private void put(String key, RequestBody body) {
    var unused = client.putObject(object -> object.bucket(name).key(key), body);
  }

  private void begin(String key) {
    var unused = client.createMultipartUpload(upload -> upload.bucket(name).key(key));
  }

  private List<String> uploads() {
    return client.listMultipartUploads(list -> list.bucket(name)).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  /** S3 gives this answer if the caller may list only what is below a folder. */
  @Test
  void aMissingObjectMayBeAnsweredWithForbidden() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(
          head -> head.startsWith("HEAD ") && head.contains("/out/_summary.json "),
          403,
          "AccessDenied");
      CommandRun run = run(relay.endpoint());
      assertThat(run.err(), run.status(), is(0));
    }
    requireTheLinesOfLocalFiles(bucket.resolve("out"));
  }

  @Test
  void theNextStartFinishesTheSwapOfAKilledRun() throws IOException {
    assertThat(run(peer.endpoint()).status(), is(0));
    OutputFolder output = OutputFolder.of(at("out"));
    StagedResults staged = StagedResults.of(output, null, new RunId("00000000000000ab"));
    String file = "sessions/date=2001-01-01/part-00000-of-00001.jsonl";
    put("out/.sessionbeam-temporary/all/00000000000000ab/" + file, "new");
    Swap.of(staged, ExistingOutput.in(output), OutputFolder.SUMMARY, "{}").commit();
    CommandRun start = run(peer.endpoint());
    assertThat(start.status(), is(2));
    assertThat(
        start.err(), containsString("They are published now: " + output.root() + "_summary.json"));
    assertThat(
        files(bucket.resolve("out")),
        is(List.of("_manifests/sessions.manifest", "_summary.json", file)));
  }

  @Test
  void moreObjectsThanOneAnswerOrRequestHoldsAreFoundAndDeleted() throws IOException {
    IntStream.range(0, 1_001)
        .parallel()
        .forEach(
            i ->
                put(
                    String.format(
                        Locale.ROOT, "out/events/date=2001-01-01/part-%05d-of-01001.jsonl", i),
                    "x"));
    CommandRun run = run(peer.endpoint(), "--overwrite");
    assertThat(run.err(), run.status(), is(0));
    requireTheLinesOfLocalFiles(bucket.resolve("out"));
  }

  @ParameterizedTest
  @CsvSource({
    "--SSEAlgorithm=AES256, AES256",
    "--SSEKMSKeyId=arn:aws:kms:eu-central-1:111122223333:key/1, aws:kms"
  })
  void everyObjectIsWrittenWithTheEncryptionAskedFor(String flag, String algorithm)
      throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      CommandRun run = run(relay.endpoint(), flag);
      assertThat(run.err(), run.status(), is(0));
      List<String> writing =
          relay.requests().stream()
              .map(head -> head.toLowerCase(Locale.ROOT))
              .filter(head -> head.contains("?uploads") || head.startsWith("put "))
              .filter(head -> !head.contains("partnumber=") && !head.startsWith("get "))
              .toList();
      assertThat(
          "uploads",
          writing,
          hasItem(allOf(containsString("?uploads"), containsString("_summary.json"))));
      assertThat("copies", writing, hasItem(containsString("x-amz-copy-source: ")));
      assertThat("the probe", writing, hasItem(containsString("/probe ")));
      String header = "x-amz-server-side-encryption: " + algorithm.toLowerCase(Locale.ROOT) + "\r";
      assertThat(writing, everyItem(containsString(header)));
      if (flag.startsWith("--SSEKMSKeyId")) {
        assertThat(
            writing,
            everyItem(containsString("x-amz-server-side-encryption-aws-kms-key-id: arn:aws:kms")));
      }
    }
  }

  @Test
  void requestsToABusyServerAreRetried() throws IOException {
    AtomicInteger busy = new AtomicInteger();
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(
          head -> head.contains("_summary.json?uploads") && busy.incrementAndGet() <= 4,
          503,
          "SlowDown");
      CommandRun run = run(relay.endpoint());
      assertThat(run.err(), run.status(), is(0));
      assertThat(busy.get(), is(5));
    }
    assertThat(files(bucket.resolve("out")), hasItem("_summary.json"));
  }

  @Test
  void aRunThatMayNoLongerWriteFailsWithAMessageAndLeavesNothing() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(head -> head.contains("partNumber="), 403, "AccessDenied");
      CommandRun run = run(relay.endpoint());
      assertThat(run.status(), is(1));
      assertThat(
          run.err(), containsString("sessionbeam: S3: permission denied (403 AccessDenied)"));
      assertThat(run.err(), not(containsString("please report")));
    }
    assertThat(files(bucket.resolve("out")), is(empty()));
    assertThat(uploads(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | prefix=raw%2F | --input: cannot read s3://BUCKET/raw: permission denied (403 AccessDenied); it needs s3:ListBucket",
        "HEAD | /raw/      | --input: cannot read s3://BUCKET/raw: permission denied (403)",
        "GET  | prefix=out%2F | --output: cannot write to s3://BUCKET/out: permission denied (403 AccessDenied); it needs s3:ListBucket",
        "PUT  | /out/      | --output: cannot write to s3://BUCKET/out: permission denied (403 AccessDenied); it needs s3:PutObject",
        "DELETE | /out/    | --output: cannot write to s3://BUCKET/out: permission denied (403 AccessDenied); it needs s3:DeleteObject"
      })
  void aMissingPermissionIsNamedBeforeAnythingIsRead(String method, String of, String message)
      throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(
          head ->
              head.startsWith(method + " ") && head.lines().findFirst().orElseThrow().contains(of),
          403,
          "AccessDenied");
      requireRefused(run(relay.endpoint()), message.replace("BUCKET", name));
      assertThat(relay.requests(), not(hasItem(containsString("GET /" + name + "/raw/"))));
    }
  }

  /** Exit status 2 and this one message. */
  private static void requireRefused(CommandRun run, String message) {
    assertThat(run.err().strip(), is("sessionbeam: " + message));
    assertThat(run.status(), is(2));
  }

  @Test
  void aMissingBucketIsNamed() {
    requireRefused(
        between("s3://no-such-bucket/raw", at("out"), peer.endpoint()),
        "--input: cannot read s3://no-such-bucket/raw: the bucket does not exist");
    requireRefused(
        between(at("raw"), "s3://no-such-bucket/out", peer.endpoint()),
        "--output: cannot write to s3://no-such-bucket/out: the bucket does not exist");
    requireRefused(
        between(at("nothing/here"), at("out"), peer.endpoint()),
        "--input: " + at("nothing/here") + " does not exist");
  }

  @Test
  void anEndpointWhereNothingListensIsReportedOnce() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      URI endpoint = relay.endpoint();
      relay.close();
      CommandRun run = run(endpoint);
      assertThat(run.status(), is(2));
      assertThat(
          run.err(),
          containsString("sessionbeam: S3: the server cannot be reached: ConnectException"));
      assertThat(run.err().lines().count(), is(1L));
    }
  }

  @Test
  void keysThatTheServerDoesNotKnowAreNotShown() {
    System.setProperty("aws.secretAccessKey", "wrong-and-secret");
    try {
      CommandRun run = run(peer.endpoint());
      requireRefused(run, "S3: the AWS credentials are not valid (403 SignatureDoesNotMatch)");
    } finally {
      System.setProperty("aws.secretAccessKey", S3Peer.SECRET_KEY);
    }
  }

  @Test
  void withoutCredentialsOrRegionARunSaysHowToGiveThem() throws Exception {
    assertThat(
        errorsWithoutAwsSettings("--s3Endpoint=" + peer.endpoint()),
        containsString(
            "sessionbeam: S3: no AWS credentials were found: set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run on a machine with a role\n"));
    assertThat(
        errorsWithoutAwsSettings(),
        containsString("sessionbeam: no AWS region was found: set --awsRegion or AWS_REGION\n"));
  }

  /** What a process without any AWS settings prints. */
  private String errorsWithoutAwsSettings(String... more) throws Exception {
    Path log = folder.resolve(name + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Daws.disableEc2Metadata=true",
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--definition=" + DEFINITION,
                "--input=" + at("raw"),
                "--output=" + at("out")));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
    builder.environment().put("HOME", folder.toString());
    assertThat(builder.start().waitFor(), is(2));
    return Files.readString(log);
  }

  @Test
  void allFaultsOfTheSettingsAreReportedTogether() {
    CommandRun run =
        CommandRun.of(
            "run",
            "--definition=none.yaml",
            "--input=" + at("raw"),
            "--output=" + at("out"),
            "--s3Endpoint=127.0.0.1",
            "--SSEAlgorithm=rot13",
            "--s3UploadBufferSizeBytes=1000",
            "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"a\",\"secretAccessKey\":\"b\"}");
    assertThat(run.status(), is(2));
    assertThat(
        run.err().lines().map(line -> line.substring("sessionbeam: ".length())).toList(),
        is(
            List.of(
                "--definition: cannot read none.yaml: it does not exist",
                "--s3Endpoint: '127.0.0.1' is not an address of a server: write it like"
                    + " https://host",
                "--SSEAlgorithm: 'rot13' must be AES256 or aws:kms",
                "--awsCredentialsProvider with keys would write a secret into the job; use the default"
                    + " chain",
                "--s3UploadBufferSizeBytes must be at least 5242880")));
    assertThat(
        run(peer.endpoint(), "--SSEKMSKeyId=k", "--SSEAlgorithm=AES256").err(),
        containsString("--SSEKMSKeyId needs --SSEAlgorithm=aws:kms, not AES256"));
  }

  @ParameterizedTest
  @CsvSource({"raw, raw/out", "raw/, raw", "out/events, out"})
  void neitherInputNorOutputMayBeInsideTheOther(String input, String output) {
    CommandRun run = between(at(input), at(output), peer.endpoint());
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString(" must not be inside the "));
  }

  @Test
  void namesThatAreNotValidAreRejected() {
    assertThat(
        between("s3:///raw", at("out"), peer.endpoint()).err(),
        containsString("s3:///raw has no bucket: write it like s3://bucket/folder"));
    assertThat(
        between(at("raw"), at("out/*"), peer.endpoint()).err(),
        containsString("the name of an output must not have wildcards"));
  }
}
