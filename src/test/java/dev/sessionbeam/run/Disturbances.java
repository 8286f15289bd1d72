package dev.sessionbeam.run;

import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Disturbs a job that runs in every way that it must survive, at moments drawn from a seed. */
final class Disturbances {
  private static final int TASK_MANAGER_KILLS = 4;
  private static final int MOST_SLOTS = 3;
  private static final int OUTAGE_SECONDS = 20;
  private static final int LONGEST_PAUSE_MILLIS = 8_000;

  private final Random random;
  private final TestCluster cluster;
  private final KinesisPeer kinesis;
  private final Cable toKinesis;
  private final Relay toS3;
  private final String stream;
  private final Submission submission;
  private final int stopsInARow;
  private final boolean ends;
  private final long begin = System.nanoTime();

  private ClusterJob job;
  private int parallelism = 2;
  private Path jar;
  private CompletableFuture<Void> outage = CompletableFuture.completedFuture(null);

  /** Submits the job, and waits until it has a checkpoint. */
  interface Submission {
    ClusterJob submit(List<String> flags) throws Exception;
  }

  private interface Disturbance {
    void happen() throws Exception;
  }

  private interface Repair {
    void repair() throws IOException;
  }

  /**
   * Submits the job for the first time.
   *
   * @param stopsInARow how often the job is stopped and resumed after all other disturbances, each
   *     time with a parallelism that is drawn
   * @param ends whether the last job ends by itself once its stream is idle
   */
  Disturbances(
      long seed,
      TestCluster cluster,
      KinesisPeer kinesis,
      Cable toKinesis,
      Relay toS3,
      String stream,
      int stopsInARow,
      boolean ends,
      Submission submission)
      throws Exception {
    this.random = new Random(seed);
    this.cluster = cluster;
    this.kinesis = kinesis;
    this.toKinesis = toKinesis;
    this.toS3 = toS3;
    this.stream = stream;
    this.stopsInARow = stopsInARow;
    this.ends = ends;
    this.submission = submission;
    this.jar = cluster.jar();
    this.job = submission.submit(flags());
  }

  /** Causes all disturbances, and returns the job that runs at the end. */
  ClusterJob happen() throws Exception {
    List<Disturbance> all =
        new ArrayList<>(
            List.of(
                this::killJobManager,
                this::splitShard,
                this::mergeShards,
                this::loseS3,
                this::loseKinesis,
                this::upgrade,
                this::cancel,
                this::rescale));
    all.addAll(Collections.nCopies(TASK_MANAGER_KILLS, this::killTaskManager));
    Collections.shuffle(all, random);
    for (Disturbance next : all) {
      pause();
      next.happen();
    }
    for (int i = 0; i < stopsInARow; i++) {
      pause();
      rescaleTo(1 + random.nextInt(MOST_SLOTS));
    }
    // Only the last job may end by itself: before that, a job must be there to be disturbed.
    pause();
    String[] end = ends ? new String[] {"--stopWhenIdle=30s"} : new String[0];
    rescaleTo(1 + random.nextInt(MOST_SLOTS), end);
    pause();
    killTaskManager();
    endOutage();
    return job;
  }

  private void killTaskManager() throws Exception {
    List<String> working = cluster.workingTaskManagers();
    kill(working.get(random.nextInt(working.size())));
  }

  private void killJobManager() throws Exception {
    kill("jobmanager");
  }

  private void kill(String process) throws Exception {
    cluster.kill(process);
    Instant killed = Instant.now();
    print(process + " killed");
    // Otherwise, the next disturbance meets a job that still recovers.
    if (random.nextBoolean()) {
      cluster.awaitRecovery(job, killed);
      print("... and the job has resumed");
    }
  }

  private void splitShard() {
    List<Shard> open = open();
    Shard shard = open.get(random.nextInt(open.size()));
    kinesis.split(stream, shard);
    print(shard.shardId() + " split");
  }

  private void mergeShards() {
    List<Shard> open = open();
    int first = random.nextInt(open.size() - 1);
    kinesis.merge(stream, open.get(first), open.get(first + 1));
    print(open.get(first).shardId() + " and " + open.get(first + 1).shardId() + " merged");
  }

  /** Open shards with records, in the order of their keys. */
  private List<Shard> open() {
    return kinesis.shards(stream).stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .filter(shard -> !first(shard).equals(last(shard)))
        .sorted(Comparator.comparing(Disturbances::first))
        .toList();
  }

  private static BigInteger first(Shard shard) {
    return new BigInteger(shard.hashKeyRange().startingHashKey());
  }

  private static BigInteger last(Shard shard) {
    return new BigInteger(shard.hashKeyRange().endingHashKey());
  }

  private void loseS3() throws Exception {
    endOutage();
    toS3.refuse(request -> true, 503, "SlowDown");
    beginOutage("S3 answers 503", toS3::pass);
  }

  private void loseKinesis() throws Exception {
    endOutage();
    if (random.nextBoolean()) {
      toKinesis.hangUp();
      beginOutage("Kinesis hangs up", toKinesis::mend);
    } else {
      toKinesis.fallSilent();
      beginOutage("Kinesis is silent", toKinesis::mend);
    }
  }

  /** Starts an outage. Other disturbances may happen during it. */
  private void beginOutage(String what, Repair how) {
    print(what);
    outage =
        CompletableFuture.runAsync(
            () -> {
              try {
                how.repair();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              print(what + ": over");
            },
            CompletableFuture.delayedExecutor(OUTAGE_SECONDS, TimeUnit.SECONDS));
  }

  private void endOutage() {
    outage.join();
  }

  private void upgrade() throws Exception {
    String savepoint = stop();
    jar = cluster.anotherJar();
    submit("--savepointPath=" + savepoint);
  }

  /** Cancels the job, and resumes it from its last checkpoint, which Flink keeps. */
  private void cancel() throws Exception {
    cluster.cancel(job);
    TestCluster.await(() -> job.state().equals("CANCELED"));
    print("cancelled");
    endOutage();
    submit("--savepointPath=" + cluster.lastCheckpoint(job));
  }

  private void rescale() throws Exception {
    rescaleTo(parallelism + 1);
  }

  private void rescaleTo(int slots, String... more) throws Exception {
    String savepoint = stop();
    parallelism = slots;
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("--savepointPath=" + savepoint);
    submit(flags.toArray(new String[0]));
  }

  private String stop() throws Exception {
    String savepoint = cluster.stopped(job);
    print("stopped");
    // It fails if the last results could not be written: then they are in the savepoint.
    TestCluster.await(() -> List.of("FINISHED", "FAILED").contains(job.state()));
    print("... and is " + job.state());
    // A start of the job fails at once if S3 or Kinesis is not there.
    endOutage();
    return savepoint;
  }

  private void submit(String... more) throws Exception {
    List<String> flags = flags();
    flags.addAll(List.of(more));
    job = submission.submit(flags);
    print("resumed with " + String.join(" ", flags).replaceAll("[^ =]*/", ""));
  }

  private List<String> flags() {
    return new ArrayList<>(List.of("--parallelism=" + parallelism, "--filesToStage=" + jar));
  }

  private void pause() throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  private void print(String what) {
    System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
  }
}
