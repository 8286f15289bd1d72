package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutorServiceLoader;
import org.apache.flink.client.program.ContextEnvironment;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.util.concurrent.ScheduledExecutorServiceAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application says before its cluster gets a job. The cluster here is only what Flink hands
 * to the program; one that gets a job is an error. {@code ApplicationModeTest} has a real one.
 */
class FlinkApplicationTest {
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";
  private static final String INPUT = "--input=testdata/nitro/raw";
  private static final JobID JOB = new JobID();

  @TempDir private Path folder;

  private final Configuration configuration = new Configuration();
  private final List<JobID> jobs = new ArrayList<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);

  @BeforeEach
  void configure() {
    configuration.setString("execution.target", "embedded");
    configuration.setString("$internal.pipeline.job-id", JOB.toHexString());
    configuration.setString("high-availability.type", "zookeeper");
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Runs the program as a JobManager in application mode does. */
  private void run(String... args) throws IOException {
    DispatcherGateway noJobs =
        (DispatcherGateway)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DispatcherGateway.class},
                (proxy, method, values) -> {
                  throw new AssertionError(method);
                });
    var loader =
        new EmbeddedExecutorServiceLoader(
            jobs, noJobs, new ScheduledExecutorServiceAdapter(threads));
    ClassLoader classes = getClass().getClassLoader();
    ContextEnvironment.setAsContext(loader, configuration, classes, true, true);
    StreamContextEnvironment.setAsContext(loader, configuration, classes, true, true);
    try {
      FlinkApplication.main(args);
    } finally {
      ContextEnvironment.unsetAsContext();
      StreamContextEnvironment.unsetAsContext();
    }
  }

  private String refused(String... args) {
    RuntimeException thrown = assertThrows(ApplicationStartException.class, () -> run(args));
    assertThat(thrown.getStackTrace(), is(arrayWithSize(0)));
    assertThat(thrown.getMessage(), not(containsString("\n")));
    assertThat(jobs, is(empty()));
    return String.valueOf(thrown.getMessage());
  }

  private String output() {
    return "--output=" + folder.resolve("out");
  }

  /** Who asks for the leases of a folder reads its time from a file. */
  private void requireNothingWritten() throws IOException {
    List<Path> files = new ArrayList<>(CommandRun.files(folder.resolve("out")));
    files.removeIf(file -> file.endsWith("leases/clock"));
    assertThat(files, is(empty()));
  }

  @Test
  void outsideOfAClusterItSaysWhoStartsIt() {
    RuntimeException thrown =
        assertThrows(
            ApplicationStartException.class,
            () -> FlinkApplication.main(new String[] {"--streaming"}));
    assertThat(
        thrown.getMessage(), startsWith("FlinkApplication is started by a Flink cluster in"));
    assertThat(thrown.getStackTrace(), is(arrayWithSize(0)));
  }

  @Test
  void flagsThatAnApplicationDoesNotTakeAreRefusedAllAtOnce() throws IOException {
    configuration.removeKey("high-availability.type");
    String message =
        refused(
            DEFINITION,
            INPUT,
            output(),
            "--runner=DirectRunner",
            "--flinkMaster=127.0.0.1:1",
            "--filesToStage=x.jar",
            "--flinkConfDir=x",
            "--attachedMode=true",
            "--savepointPath=/x",
            "--allowNonRestoredState",
            "--parallelism=200",
            "--overwrite");
    for (String part :
        List.of(
            "--runner=DirectRunner: an application runs on Flink",
            "--flinkMaster is for run --flinkMaster=HOST:PORT",
            "--filesToStage is for run",
            "--flinkConfDir is for run",
            "--attachedMode is for run",
            "--savepointPath has no effect in an application: set execution.savepoint.path",
            "set execution.savepoint.ignore-unclaimed-state",
            "--overwrite: an application has the same flags at each start",
            "--streaming is missing",
            "high-availability.type is not set")) {
      assertThat(message, containsString(part));
    }
    requireNothingWritten();
  }

  @Test
  void flagsOfFlinkInsideAProcessAreRefusedToo() {
    String message =
        refused(
            DEFINITION,
            INPUT,
            output(),
            "--streaming",
            "--parallelism=200",
            "--checkpoints=" + folder.resolve("checkpoints"),
            "--resume");
    assertThat(message, containsString("--checkpoints is for Flink inside this process"));
    assertThat(message, containsString("on a cluster: execution.savepoint.path in Flink's"));
    assertThat(message, containsString("--parallelism must not be above --maxParallelism=128"));
  }

  @Test
  void theParallelismOfTheClusterIsCheckedToo() {
    configuration.setString("parallelism.default", "129");
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming"),
        is("--parallelism must not be above --maxParallelism=128"));
  }

  @Test
  void faultsOfADefinitionAreOneMessage() throws IOException {
    Path definition =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(Path.of("pipelines/nitro.yaml")).replaceFirst("gap:", "gapp:"));
    String message = refused("--definition=" + definition, INPUT, output(), "--streaming");
    assertThat(message, containsString("gapp"));
    requireNothingWritten();
  }

  @Test
  void aSwitchWithAWrongValueIsNamed() {
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming=perhaps"), containsString("--streaming"));
  }

  @Test
  void aSavepointThatIsNotThereIsNamed() throws IOException {
    String savepoint = folder.resolve("savepoint-1").toUri().toString();
    configuration.setString("execution.savepoint.path", savepoint);
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming"),
        is(
            "execution.savepoint.path: there is no savepoint in "
                + savepoint
                + ": give the path that was printed when it was made"));
    configuration.setString("execution.savepoint.path", "nowhere://x/y");
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming"),
        startsWith("execution.savepoint.path: cannot read nowhere://x/y: "));
    requireNothingWritten();
  }

  /** Flink's operator gives the second path where the job resumes from its own last state. */
  @ParameterizedTest
  @ValueSource(strings = {"savepoint-1", "savepoint-1/_metadata", "KUBERNETES_OPERATOR_LAST_STATE"})
  void anOutputWithoutTheStreamThatIsResumedIsRefused(String savepoint) throws IOException {
    Files.createDirectories(folder.resolve("savepoint-1"));
    Files.createFile(folder.resolve("savepoint-1/_metadata"));
    configuration.setString(
        "execution.savepoint.path",
        savepoint.startsWith("K") ? savepoint : folder.resolve(savepoint).toString());
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming"),
        containsString("does not hold the note of the stream that execution.savepoint.path"));
    requireNothingWritten();
  }

  /** The same comparison as that of a run with {@code --savepointPath}, with the fix of here. */
  @Test
  void aStreamWithAnotherMachineIsNotResumed() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    UnfinishedStreams.in(OutputFolder.of(out.toString()))
        .begin(
            new RunId("0123456789abcdef"),
            String.format(
                Locale.ROOT,
                """
                {"format":1, "version":"0.1.0", "run":"0123456789abcdef", "pipeline":"nitro",
                 "output":"%s/", "archive":null, "id":"event_id", "machine":"device",
                 "time":"timestamp", "input":"files", "grouping":"packed"}
                """,
                out));
    Files.createDirectories(folder.resolve("savepoint-1"));
    Files.createFile(folder.resolve("savepoint-1/_metadata"));
    configuration.setString("execution.savepoint.path", folder.resolve("savepoint-1").toString());
    String message = refused(DEFINITION, INPUT, output(), "--streaming");
    assertThat(
        message,
        startsWith(
            "--definition: event.machine was 'device' in the run that is resumed, and is"
                + " 'machine_id' now."));
    assertThat(
        message,
        endsWith("start afresh: without execution.savepoint.path, with an empty --output"));
  }

  @Test
  void anOutputThatIsNotEmptyIsLeftAsItIs() throws IOException {
    Path former = Files.createDirectories(folder.resolve("out")).resolve("former");
    Files.writeString(former, "x");
    assertThat(
        refused(DEFINITION, INPUT, output(), "--streaming"),
        containsString(
            "is not empty; to resume the stream that wrote there, set execution.savepoint.path"));
    assertThat(CommandRun.files(folder.resolve("out")), is(List.of(former)));
  }

  @Test
  void aStreamIsReadAgainOnlyFromTheCopyOfASavepoint() {
    String message =
        refused(DEFINITION, "--stream=s", output(), "--streaming", "--readAgainFrom=trim_horizon");
    assertThat(
        message,
        containsString(
            "--readAgainFrom: set execution.savepoint.path in Flink's configuration to"
                + " SAVEPOINT/without-source"));
  }

  /** The job runs, with the flags that it was started with, so those of now are not even read. */
  @Test
  void aJobThatTheClusterHasRecoveredIsLeftAlone() throws IOException {
    jobs.add(JOB);
    run("--definition=" + folder.resolve("gone.yaml"), INPUT, output(), "--streaming");
    assertThat(jobs, is(List.of(JOB)));
    requireNothingWritten();
  }

  /** An earlier job of a cluster is none that this start has recovered. */
  @Test
  void aJobOfAnotherIdIsNotTheOne() {
    jobs.add(new JobID());
    RuntimeException thrown =
        assertThrows(
            ApplicationStartException.class,
            () -> run("--definition=" + folder.resolve("gone.yaml"), INPUT, output()));
    assertThat(thrown.getMessage(), containsString("gone.yaml"));
  }
}
