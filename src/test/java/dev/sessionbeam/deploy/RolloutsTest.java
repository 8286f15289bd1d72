package dev.sessionbeam.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.SimulatedPlatform.Behaviour;
import dev.sessionbeam.deploy.SimulatedPlatform.KilledException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final TickingClock clock = new TickingClock();
  private final List<String> said = new ArrayList<>();
  private int ids;

  @Test
  void aFirstVersionRunsOnceItHasCompletedACheckpoint() throws Exception {
    SimulatedPlatform platform = new SimulatedPlatform().version(1, Behaviour.GOOD);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.DONE));
    assertThat(platform.running(), is(1));
    assertThat(platform.read().running(), is(new Launch(1, "job-1", null)));
  }

  @Test
  void anUpdateGoesOnFromTheSavepoint() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    assertThat(update(platform).phase(), is(Phase.DONE));
    assertThat(platform.running(), is(2));
    assertThat(platform.read().running(), is(new Launch(2, "job-2", "savepoint-job-1")));
  }

  @ParameterizedTest
  @CsvSource({
    "ENDS, it crashed",
    "CANNOT_BE_STARTED, it could not be started: a port is in use",
    "NEVER_COMPLETES_A_CHECKPOINT, it has completed no checkpoint within 600 s: it is slow"
  })
  void aVersionThatDoesNotCompleteACheckpointGivesWayToTheOldOne(Behaviour bad, String reason)
      throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, bad);
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.BACK));
    assertThat(end.reason(), is(reason));
    assertThat(platform.running(), is(1));
    assertThat(platform.read().running(), is(new Launch(1, "job-3", "savepoint-job-1")));
    assertThat(said.toString(), containsString("Version 2 failed: " + reason));
  }

  @Test
  void aVersionThatCompletesACheckpointTooLateGoesOnFromIt() throws Exception {
    SimulatedPlatform platform =
        withFirst(Behaviour.GOOD).version(2, Behaviour.COMPLETES_ONE_WHILE_IT_IS_ENDED);
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.DONE));
    assertThat(platform.read().running(), is(new Launch(2, "job-3", "checkpoint-job-2")));
  }

  @Test
  void aJobThatCannotBeStoppedRunsOn() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.REFUSED));
    assertThat(end.reason(), is("a task does not answer; the job runs on"));
    assertThat(platform.running(), is(1));
    assertThat(platform.read().running(), is(new Launch(1, "job-1", null)));
  }

  @Test
  void withAChosenCheckpointAJobNeedNotBeStopped() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.chosen("checkpoint-job-1"));
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.read().running(), is(new Launch(2, "job-2", "checkpoint-job-1")));
  }

  @Test
  void afterAWrongChoiceTheOldVersionGoesOnFromItsOwnCheckpoint() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.chosen("a path without a savepoint"));
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.BACK));
    assertThat(platform.read().running(), is(new Launch(1, "job-3", "checkpoint-job-1")));
  }

  @Test
  void aJobThatCannotBeStoppedLeavesItsLastCheckpoint() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.LAST_CHECKPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.read().running(), is(new Launch(2, "job-2", "checkpoint-job-1")));
  }

  @Test
  void whatLeftNoCheckpointIsFollowedFromWhereItBegan() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, Behaviour.ENDS);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.killAt(6); // Once version 1 was stopped.
    assertThrows(KilledException.class, () -> rollouts(platform).finish());
    platform.version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT).version(3, Behaviour.GOOD);
    assertThat(rollouts(platform).finish().phase(), is(Phase.FAILED));
    rollouts(platform).begin(3, TIMEOUT, Origin.LAST_CHECKPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.read().running(), is(new Launch(3, "job-4", "savepoint-job-1")));
  }

  @Test
  void aFirstVersionThatFailsIsEnded() throws Exception {
    SimulatedPlatform platform =
        new SimulatedPlatform().version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.FAILED));
    assertThat(platform.running(), is(0));
    assertThat(platform.read().running(), is(nullValue()));
  }

  @Test
  void anOldVersionThatFailsTooIsLeftAsItIs() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, Behaviour.ENDS);
    platform.version(1, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.killAt(6); // Once version 1 was stopped.
    assertThrows(KilledException.class, () -> rollouts(platform).finish());
    platform.version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT);
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.FAILED));
    assertThat(
        end.reason(),
        allOf(containsString("it crashed; and version 1: "), containsString("within 600 s")));
    assertThat(platform.running(), is(1));
    assertThat(platform.read().running(), is(notNullValue()));
  }

  @Test
  void aDeploymentAfterARemovalGoesOnFromItsSavepoint() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD);
    rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.removed(), is(true));
    assertThat(platform.read().running(), is(nullValue()));
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.read().running(), is(new Launch(1, "job-2", "savepoint-job-1")));
  }

  @Test
  void anUnfinishedRolloutComesFirst() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThrows(
        IllegalStateException.class, () -> rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT));
    assertThrows(
        IllegalStateException.class,
        () -> rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT));
  }

  @Test
  void eachStepIsSaid() throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    said.clear();
    update(platform);
    assertThat(
        said,
        contains(
            "Stopping version 1 with a savepoint ...",
            "The savepoint is savepoint-job-1",
            "Starting version 2 from savepoint-job-1 ..."));
  }

  /**
   * At every moment and at every two moments; the platform sees that each record is published once.
   */
  @ParameterizedTest
  @CsvSource({
    "GOOD, DONE, 2",
    "ENDS, BACK, 1",
    "CANNOT_BE_STARTED, BACK, 1",
    "NEVER_COMPLETES_A_CHECKPOINT, BACK, 1",
    "COMPLETES_ONE_WHILE_IT_IS_ENDED, DONE, 2"
  })
  void whoeverIsKilledIsFollowedByTheNextCall(Behaviour behaviour, Phase expected, int version)
      throws Exception {
    int moments = momentsOf(behaviour);
    for (int first = 1; first <= moments; first++) {
      for (int second = first; second <= moments + 10; second++) {
        SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, behaviour);
        rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
        platform.killAt(first);
        assertThrows(KilledException.class, () -> rollouts(platform).finish());
        platform.killAt(second - first + 1);
        Rollout end = finishOnceMore(platform);
        assertThat(end.phase(), is(expected));
        assertThat(platform.running(), is(version));
      }
    }
  }

  private int momentsOf(Behaviour behaviour) throws Exception {
    SimulatedPlatform platform = withFirst(Behaviour.GOOD).version(2, behaviour);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.killAt();
    rollouts(platform).finish();
    return platform.things();
  }

  private Rollout finishOnceMore(SimulatedPlatform platform) throws Exception {
    try {
      return rollouts(platform).finish();
    } catch (KilledException e) {
      platform.killAt();
      return rollouts(platform).finish();
    }
  }

  private Rollout update(SimulatedPlatform platform) throws Exception {
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    return rollouts(platform).finish();
  }

  private SimulatedPlatform withFirst(Behaviour behaviour)
      throws IOException, InterruptedException {
    ids = 0;
    SimulatedPlatform platform = new SimulatedPlatform().version(1, behaviour);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    rollouts(platform).finish();
    return platform;
  }

  private Rollouts rollouts(SimulatedPlatform platform) {
    return new Rollouts(platform, platform, () -> "job-" + ++ids, clock, clock::tick, said::add);
  }

  /** A clock that goes on by a minute when somebody waits. */
  private static final class TickingClock extends Clock {
    private Instant now = Instant.EPOCH;

    void tick() {
      now = now.plus(Duration.ofMinutes(1));
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
