package dev.sessionbeam.cli;

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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What may happen to a job while it runs; all of it, at moments that a seed draws. */
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

  /** Hands the job over, and waits until it has a checkpoint. */
  interface Submission {
    ClusterJob submit(List<String> flags) throws Exception;
  }

  private interface Disturbance {
    void happen() throws Exception;
  }

  private interface Mend {
    void mend() throws IOException;
  }

  /**
   * Hands the job over for the first time.
   *
   * @param stopsInARow after all else, so often it is stopped and goes on, each time as a job of
   *     another parallelism
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

  /** Has all of it happen, and gives the job that is there in the end. */
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
    // The last one may end; none may before it, or there would be nobody to disturb.
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
    tell(process + " killed");
    // Or not: then the next disturbance meets a job that is about to recover.
    if (random.nextBoolean()) {
      cluster.awaitRecovery(job, killed);
      tell("... and the job goes on");
    }
  }

  private void splitShard() {
    List<Shard> open = open();
    Shard shard = open.get(random.nextInt(open.size()));
    kinesis.split(stream, shard);
    tell(shard.shardId() + " split");
  }

  private void mergeShards() {
    List<Shard> open = open();
    int first = random.nextInt(open.size() - 1);
    kinesis.merge(stream, open.get(first), open.get(first + 1));
    tell(open.get(first).shardId() + " and " + open.get(first + 1).shardId() + " merged");
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

  /** Meanwhile, other things may happen. */
  private void beginOutage(String what, Mend how) {
    tell(what);
    outage =
        CompletableFuture.runAsync(
            () -> {
              try {
                how.mend();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              tell(what + " no more");
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

  /** It goes on from the last checkpoint, which nobody asked for and Flink keeps. */
  private void cancel() throws Exception {
    cluster.cancel(job);
    TestCluster.await(() -> job.state().equals("CANCELED"));
    tell("cancelled");
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
    tell("stopped");
    // Where the last results could not be written: they are in the savepoint.
    TestCluster.await(() -> List.of("FINISHED", "FAILED").contains(job.state()));
    tell("... and is " + job.state());
    // Whoever starts a job is told at once where one of the two is not there.
    endOutage();
    return savepoint;
  }

  private void submit(String... more) throws Exception {
    List<String> flags = flags();
    flags.addAll(List.of(more));
    job = submission.submit(flags);
    tell("goes on with " + String.join(" ", flags).replaceAll("[^ =]*/", ""));
  }

  private List<String> flags() {
    return new ArrayList<>(List.of("--parallelism=" + parallelism, "--filesToStage=" + jar));
  }

  private void pause() throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  private void tell(String what) {
    System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, what);
  }
}
