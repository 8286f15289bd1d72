package dev.sessionbeam.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills TaskManagers of a job that delivers: at moments that servers see, or at random moments. */
final class DeliveryKills {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LONGEST_PAUSE_MILLIS = 3_000;

  /** The outcome of a call waits in memory for at most so long; then it is in the state. */
  private static final int AROUND_THE_WRITE_MILLIS = 250;

  private final TestCluster cluster;
  private final Random random;
  private final long begin = System.nanoTime();
  private final List<String> forgotten = new ArrayList<>();
  private int kills;
  private int unanswered;

  DeliveryKills(TestCluster cluster, Random random) {
    this.cluster = cluster;
    this.random = random;
  }

  /**
   * Kills the TaskManager that waits for an answer: the receiver has its whole request, and answers
   * only after the kill, or not at all.
   */
  ClusterJob killBeforeTheAnswer(ClusterJob job, DeliveryServers.Destination to) throws Exception {
    Aim.Call call = await(Objects.requireNonNull(to.receiver()).aim());
    Instant killed = kill(sender(call), "waits for an answer of " + to.name());
    call.end(/* answer= */ random.nextBoolean());
    unanswered++;
    return recovered(job, killed);
  }

  /**
   * Kills the TaskManager that has the server's answer to what it sent, before a checkpoint has it.
   * If a checkpoint was faster, this happens again.
   *
   * @param what what is sent, for people
   */
  ClusterJob killBeforeTheCheckpoint(ClusterJob job, WatchedServer server, String what)
      throws Exception {
    boolean isForgotten = false;
    while (!isForgotten) {
      // After a checkpoint, it takes longest until the next one.
      cluster.awaitRecovery(job, Instant.now());
      Aim.Call call = await(server.aim());
      TimeUnit.MILLISECONDS.sleep(random.nextInt(AROUND_THE_WRITE_MILLIS));
      Instant killed = kill(sender(call), "has just sent " + what);
      isForgotten = cluster.awaitRestore(job, killed).isBefore(call.at());
      if (isForgotten) {
        forgotten.add(call.key());
      } else {
        print("... but a checkpoint was faster");
      }
      recovered(job, killed);
    }
    return job;
  }

  /** Kills any TaskManager that has tasks, after a pause. */
  ClusterJob killAny(ClusterJob job) throws Exception {
    pause();
    List<String> working = cluster.workingTaskManagers();
    return recovered(job, kill(working.get(random.nextInt(working.size())), "has tasks"));
  }

  /** Waits for a moment that is drawn. */
  void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  /** The keys of what a server had taken, of which the job that resumed knew nothing. */
  List<String> forgotten() {
    return forgotten;
  }

  /** The numbers of kills. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d TaskManagers killed: %d waited for an answer, %d had sent what was in no checkpoint",
        kills,
        unanswered,
        forgotten.size());
  }

  private static Aim.Call await(Aim aim) throws Exception {
    return aim.next().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private String sender(Aim.Call call) throws Exception {
    return cluster
        .taskManagerAt(call.port())
        .orElseThrow(() -> new AssertionError("no TaskManager has port " + call.port()));
  }

  private Instant kill(String process, String what) throws Exception {
    Instant killed = Instant.now();
    print("kill -9 " + process + ", which " + what);
    cluster.kill(process);
    kills++;
    return killed;
  }

  private ClusterJob recovered(ClusterJob job, Instant killed) throws Exception {
    cluster.awaitRecovery(job, killed);
    print("... and the job has resumed");
    return job;
  }

  /** Prints what happens, and when. */
  void print(String what) {
    System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
  }
}
