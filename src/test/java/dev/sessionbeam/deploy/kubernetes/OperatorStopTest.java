package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.NoSavepointException;
import dev.sessionbeam.deploy.TickingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stop, while an operator does this or that between two looks. */
class OperatorStopTest {
  private static final Launch LAUNCH = new Launch(1, "abcdef00000000000000000000000000", null);
  private static final String SAVEPOINT = "s3://b/checkpoints/savepoints/savepoint-abcdef-1234";
  private static final String PATH =
      ApiServer.path("FlinkDeployment", "shop-dev", "shop-dev-pipeline");

  private TestServer server;
  private ApiServer api;
  private final TickingClock clock = new TickingClock();
  private Consumer<ObjectNode> operator = object -> {};

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    api = new ApiServer(server.address());
    ObjectNode object = Json.object();
    object.put("apiVersion", "flink.apache.org/v1beta1").put("kind", "FlinkDeployment");
    object.putObject("metadata").put("name", "shop-dev-pipeline");
    ObjectNode spec = object.putObject("spec");
    spec.putObject("flinkConfiguration").put(FlinkResource.JOB_ID, LAUNCH.jobId());
    spec.putObject("job").put("state", "running");
    api.post(ApiServer.path("FlinkDeployment", "shop-dev", ""), object);
    change(it -> state(it, "STABLE", "RUNNING"));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static void state(ObjectNode object, String lifecycle, String job) {
    ObjectNode status = object.withObject("/status");
    status.put("lifecycleState", lifecycle);
    status.put("observedGeneration", object.at("/metadata/generation").asLong());
    status.withObject("/jobStatus").put("state", job);
  }

  private void change(Consumer<ObjectNode> change) throws IOException {
    ObjectNode object = api.get(PATH).orElseThrow();
    change.accept(object);
    api.put(PATH, object);
  }

  private String wanted() throws IOException {
    return api.get(PATH).orElseThrow().at("/spec/job/state").asText();
  }

  private String stop() throws IOException, NoSavepointException {
    Kubectl kubectl =
        new Kubectl(new StandInTools(server.address(), Path.of("no-buckets")), "shop-dev", null);
    return new OperatorStop(
            new FlinkResources(kubectl, "shop-dev-pipeline"),
            Duration.ofMinutes(10),
            clock,
            () -> {
              clock.tick();
              change(operator);
            })
        .stop(LAUNCH);
  }

  private NoSavepointException refused() {
    return assertThrows(NoSavepointException.class, this::stop);
  }

  private static boolean isToBeSuspended(ObjectNode object) {
    return object.at("/spec/job/state").asText().equals("suspended");
  }

  private static void suspend(ObjectNode object, String savepoint) {
    state(object, "SUSPENDED", "FINISHED");
    object.withObject("/status/jobStatus").put("upgradeSavepointPath", savepoint);
  }

  @Test
  void theSavepointIsThatOfTheOperator() throws Exception {
    operator = object -> suspend(object, SAVEPOINT);
    assertThat(stop(), is(SAVEPOINT));
    assertThat(wanted(), is("suspended"));
    assertThat(stop(), is(SAVEPOINT));
  }

  @Test
  void aJobThatDoesNotRunIsWantedToRunAgainAfterSomeTime() throws Exception {
    operator = object -> state(object, "DEPLOYED", "RESTARTING");
    assertThat(
        refused().getMessage(),
        is(
            "the savepoint is not complete within 600 s (DEPLOYED, the job is RESTARTING); the job"
                + " runs on"));
    assertThat(wanted(), is("running"));
    assertThat(clock.instant(), is(Instant.EPOCH.plus(Duration.ofMinutes(11))));
  }

  @Test
  void anErrorFromBeforeIsNoReason() throws Exception {
    change(object -> object.withObject("/status").put("error", "from before"));
    operator =
        object -> {
          if (clock.instant().isAfter(Instant.EPOCH.plusSeconds(180))) {
            suspend(object, SAVEPOINT);
          }
        };
    assertThat(stop(), is(SAVEPOINT));
  }

  @Test
  void aJobThatIsSuspendedInTheLastMomentIsStopped() throws Exception {
    // The operator has it suspended after it was read, and before it is wanted to run again.
    Kubectl kubectl =
        new Kubectl(new StandInTools(server.address(), Path.of("no-buckets")), "shop-dev", null);
    FlinkResources resources = new FlinkResources(kubectl, "shop-dev-pipeline");
    FlinkResource read = resources.find().orElseThrow();
    assertThat(resources.suspend(read, true).isPresent(), is(true));
    FlinkResource before = resources.find().orElseThrow();
    change(object -> suspend(object, SAVEPOINT));
    assertThat(resources.suspend(before, false).isEmpty(), is(true));
    assertThat(stop(), is(SAVEPOINT));
  }

  @Test
  void aSavepointOfAnotherJobIsNone() throws Exception {
    operator = object -> suspend(object, "s3://b/checkpoints/savepoints/savepoint-123456-1234");
    assertThat(
        refused().getMessage(),
        is("the job has ended before (SUSPENDED, the job is FINISHED); nothing runs"));
  }

  @Test
  void aJobThatHasFailedIsNotWantedToRunAgain() throws Exception {
    operator =
        object -> {
          if (isToBeSuspended(object)) {
            state(object, "FAILED", "FAILED");
            object.withObject("/status").put("error", "no checkpoint is known");
          }
        };
    assertThat(
        refused().getMessage(),
        is("the job has ended before (no checkpoint is known); nothing runs"));
    assertThat(wanted(), is("suspended"));
  }

  @Test
  void ofAJobThatHasEndedThereIsNoSavepoint() throws Exception {
    change(object -> state(object, "FAILED", "FAILED"));
    assertThat(
        refused().getMessage(),
        is("the job has ended before (FAILED, the job is FAILED); nothing runs"));
    assertThat(wanted(), is("running"));
  }
}
