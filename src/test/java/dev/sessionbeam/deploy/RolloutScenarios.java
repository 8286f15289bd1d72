package dev.sessionbeam.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.Simulation.Behaviour;
import dev.sessionbeam.deploy.Simulation.KilledException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What rollouts do on a platform, whichever it is: with good and bad versions, and with callers
 * that are killed at each moment.
 */
public abstract class RolloutScenarios {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** A platform on which nothing runs. */
  protected abstract Simulation simulation() throws IOException;

  /** The clock of the rollouts: it goes on by a minute when somebody waits. */
  protected Clock clock() {
    return clock;
  }

  /** Waits a minute. */
  protected void tick() {
    clock.tick();
  }

  private final TickingClock clock = new TickingClock();
  private final List<String> said = new ArrayList<>();
  private int ids;

  @Test
  void aFirstVersionRunsOnceItHasCompletedACheckpoint() throws Exception {
    Simulation platform = simulation().version(1, Behaviour.GOOD);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.DONE));
    assertThat(platform.jobs().running(), is(1));
    assertThat(platform.journal().read().running(), is(new Launch(1, id(1), null)));
  }

  @Test
  void anUpdateGoesOnFromTheSavepoint() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    assertThat(update(platform).phase(), is(Phase.DONE));
    assertThat(platform.jobs().running(), is(2));
    assertThat(
        platform.journal().read().running(), is(new Launch(2, id(2), platform.savepoint(id(1)))));
  }

  @ParameterizedTest
  @CsvSource({
    "ENDS, it crashed",
    "CANNOT_BE_STARTED, it could not be started: UNSTARTABLE",
    "NEVER_COMPLETES_A_CHECKPOINT, it has completed no checkpoint within 600 s: SLOW"
  })
  void aVersionThatDoesNotCompleteACheckpointGivesWayToTheOldOne(Behaviour bad, String expected)
      throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, bad);
    String reason =
        expected.replace("SLOW", platform.slow()).replace("UNSTARTABLE", platform.unstartable());
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.BACK));
    assertThat(end.reason(), is(reason));
    assertThat(platform.jobs().running(), is(1));
    assertThat(
        platform.journal().read().running(), is(new Launch(1, id(3), platform.savepoint(id(1)))));
    assertThat(said.toString(), containsString("Version 2 failed: " + reason));
  }

  @Test
  void aVersionThatCompletesACheckpointTooLateGoesOnFromIt() throws Exception {
    Simulation platform =
        withFirst(Behaviour.GOOD).version(2, Behaviour.COMPLETES_ONE_WHILE_IT_IS_ENDED);
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(2, id(3), platform.checkpoint(id(2)))));
  }

  @Test
  void aJobThatCannotBeStoppedRunsOn() throws Exception {
    Simulation platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    Rollout end = update(platform);
    assertThat(end.phase(), is(Phase.REFUSED));
    assertThat(end.reason(), is("a task does not answer; the job runs on"));
    assertThat(platform.jobs().running(), is(1));
    assertThat(platform.journal().read().running(), is(new Launch(1, id(1), null)));
  }

  @Test
  void withAChosenCheckpointAJobNeedNotBeStopped() throws Exception {
    Simulation platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.chosen(platform.checkpoint(id(1))));
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(2, id(2), platform.checkpoint(id(1)))));
  }

  @Test
  void afterAWrongChoiceTheOldVersionGoesOnFromItsOwnCheckpoint() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.chosen("a path without a savepoint"));
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.BACK));
    assertThat(end.reason(), is("it crashed"));
    assertThat(platform.jobs().running(), is(1));
    assertThat(
        platform.journal().read().running(), is(new Launch(1, id(3), platform.checkpoint(id(1)))));
  }

  @Test
  void aJobThatCannotBeStoppedLeavesItsLastCheckpoint() throws Exception {
    Simulation platform = withFirst(Behaviour.CANNOT_BE_STOPPED).version(2, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.LAST_CHECKPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(2, id(2), platform.checkpoint(id(1)))));
  }

  @Test
  void aSavepointThatWasCompletedTooLateCounts() throws Exception {
    Simulation platform = withFirst(Behaviour.SAVEPOINT_COMES_TOO_LATE).version(2, Behaviour.GOOD);
    assertThat(update(platform).phase(), is(Phase.REFUSED));
    assertThat(platform.jobs().running(), is(0));
    rollouts(platform).begin(2, TIMEOUT, Origin.LAST_CHECKPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(2, id(2), platform.savepoint(id(1)))));
  }

  @Test
  void whatLeftNoCheckpointIsFollowedFromWhereItBegan() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, Behaviour.ENDS);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.kills().onceStarted(2);
    assertThrows(KilledException.class, () -> rollouts(platform).finish());
    platform.version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT).version(3, Behaviour.GOOD);
    assertThat(rollouts(platform).finish().phase(), is(Phase.FAILED));
    rollouts(platform).begin(3, TIMEOUT, Origin.LAST_CHECKPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(3, id(4), platform.savepoint(id(1)))));
  }

  @Test
  void aFirstVersionThatFailsIsEnded() throws Exception {
    Simulation platform = simulation().version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.FAILED));
    assertThat(platform.jobs().running(), is(0));
    assertThat(platform.journal().read().running(), is(nullValue()));
  }

  @Test
  void anOldVersionThatFailsTooIsLeftAsItIs() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, Behaviour.ENDS);
    platform.version(1, Behaviour.GOOD);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.kills().onceStarted(2);
    assertThrows(KilledException.class, () -> rollouts(platform).finish());
    platform.version(1, Behaviour.NEVER_COMPLETES_A_CHECKPOINT);
    Rollout end = rollouts(platform).finish();
    assertThat(end.phase(), is(Phase.FAILED));
    assertThat(
        end.reason(),
        allOf(containsString("it crashed; and version 1: "), containsString("within 600 s")));
    assertThat(platform.jobs().running(), is(1));
    assertThat(platform.journal().read().running(), is(notNullValue()));
  }

  @Test
  void aDeploymentAfterARemovalGoesOnFromItsSavepoint() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD);
    rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT, List.of());
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.removed(), is(true));
    assertThat(platform.jobs().deletions(), is(0));
    assertThat(platform.journal().read().running(), is(nullValue()));
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(
        platform.journal().read().running(), is(new Launch(1, id(2), platform.savepoint(id(1)))));
  }

  @Test
  void afterItsDataAreDeletedAStageBeginsAfresh() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD);
    rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT, platform.data());
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.removed(), is(true));
    assertThat(platform.jobs().deletions(), is(1));
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThat(rollouts(platform).finish().phase(), is(Phase.DONE));
    assertThat(platform.journal().read().running(), is(new Launch(1, id(2), null)));
  }

  @Test
  void whatCannotBeStoppedKeepsItsData() throws Exception {
    Simulation platform = withFirst(Behaviour.CANNOT_BE_STOPPED);
    rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT, platform.data());
    assertThat(rollouts(platform).finish().phase(), is(Phase.REFUSED));
    assertThat(platform.jobs().deletions(), is(0));
    assertThat(platform.jobs().running(), is(1));
  }

  @Test
  void whoeverIsKilledWhileDataAreDeletedIsFollowedByTheNextCall() throws Exception {
    int moments = Integer.MAX_VALUE;
    for (int moment = 1; moment <= moments; moment++) {
      Simulation platform = withFirst(Behaviour.GOOD);
      rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT, platform.data());
      platform.kills().at(moment);
      Rollout end = finishOnceMore(platform);
      moments = platform.kills().kills() == 0 ? moment : moments;
      assertThat(end.phase(), is(Phase.DONE));
      assertThat(platform.removed(), is(true));
      assertThat(platform.jobs().deletions() > 0, is(true));
      assertThat(platform.journal().read().savepoint(), is(nullValue()));
    }
    assertThat("moments before the end", moments > 8, is(true));
  }

  @Test
  void anUnfinishedRolloutComesFirst() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    assertThrows(
        IllegalStateException.class, () -> rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT));
    assertThrows(
        IllegalStateException.class,
        () -> rollouts(platform).beginRemoval(TIMEOUT, Origin.SAVEPOINT, List.of()));
  }

  @Test
  void eachStepIsSaid() throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, Behaviour.GOOD);
    said.clear();
    update(platform);
    assertThat(
        said,
        contains(
            "Stopping version 1 with a savepoint ...",
            "The savepoint is " + platform.savepoint(id(1)),
            "Starting version 2 from " + platform.savepoint(id(1)) + " ..."));
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
    boolean all = simulation().triesAllPairs();
    for (int first = all ? 1 : 2; first <= moments; first += all ? 1 : 2) {
      int one = first + 7 * first % (moments + 10 - first);
      for (int second = all ? first : one; second <= (all ? moments + 10 : one); second++) {
        Simulation platform = withFirst(Behaviour.GOOD).version(2, behaviour);
        rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
        platform.kills().at(first);
        assertThrows(KilledException.class, () -> rollouts(platform).finish());
        platform.kills().at(second - first + 1);
        Rollout end = finishOnceMore(platform);
        assertThat(end.phase(), is(expected));
        assertThat(platform.jobs().running(), is(version));
      }
    }
  }

  private int momentsOf(Behaviour behaviour) throws Exception {
    Simulation platform = withFirst(Behaviour.GOOD).version(2, behaviour);
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    platform.kills().at();
    rollouts(platform).finish();
    return platform.kills().passed();
  }

  private Rollout finishOnceMore(Simulation platform) throws Exception {
    try {
      return rollouts(platform).finish();
    } catch (KilledException e) {
      platform.kills().at();
      return rollouts(platform).finish();
    }
  }

  private Rollout update(Simulation platform) throws Exception {
    rollouts(platform).begin(2, TIMEOUT, Origin.SAVEPOINT);
    return rollouts(platform).finish();
  }

  private Simulation withFirst(Behaviour behaviour) throws IOException, InterruptedException {
    ids = 0;
    Simulation platform = simulation().version(1, behaviour);
    rollouts(platform).begin(1, TIMEOUT, Origin.SAVEPOINT);
    rollouts(platform).finish();
    return platform;
  }

  private Rollouts rollouts(Simulation platform) throws IOException {
    return new Rollouts(
        platform.platform(), platform.journal(), () -> id(++ids), clock, clock::tick, said::add);
  }

  /** The id of a job; its first digits are of this job only, as those of a random one. */
  protected static String id(int number) {
    return String.format(Locale.ROOT, "%06x%026d", number, 0);
  }
}
