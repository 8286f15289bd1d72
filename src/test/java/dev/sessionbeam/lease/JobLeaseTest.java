package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the lease of a job, as its steps use it in several processes and attempts. */
class JobLeaseTest {
  private static final LeaseClaim CLAIM =
      new LeaseClaim("run-1", RunKind.STREAM, LeasedDays.everything());

  private final PipelineOptions options = PipelineOptionsFactory.create();

  @TempDir private Path folder;

  private LeaseStore store;

  @BeforeEach
  void open() throws IOException {
    store = LeaseStores.in(folder + "/", options);
    HeldLease.acquire(store, CLAIM);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The lease as a step gets it, in a job that was submitted anew. */
  private JobLease step() {
    return step(JobLease.in(folder + "/", CLAIM));
  }

  private JobLease step(JobLease submitted) {
    JobLease lease = SerializableUtils.clone(submitted);
    lease.open(options);
    return lease;
  }

  private LeasedDays covered() throws IOException {
    return store.holders().get(0).coverage();
  }

  @Test
  void anOlderAttemptMayNotPublishOnceANewerOneHas() throws IOException {
    JobLease old = step();
    old.requireLatestAttempt();
    old.requireLatestAttempt();
    JobLease attempt = step();
    attempt.requireLatestAttempt();
    LeaseLostException lost = assertThrows(LeaseLostException.class, old::requireLatestAttempt);
    assertThat(lost.getMessage(), containsString("a newer attempt has it"));
    attempt.requireLatestAttempt();
    old.close();
    attempt.close();
  }

  /** The DirectRunner clones a step for each thread, and tasks of Flink may be in one process. */
  @Test
  void copiesOfAStepInOneProcessAreOneAttempt() throws IOException {
    JobLease submitted = JobLease.in(folder + "/", CLAIM);
    JobLease first = step(submitted);
    JobLease second = step(submitted);
    first.requireLatestAttempt();
    second.requireLatestAttempt();
    first.requireLatestAttempt();
    first.close();
    second.requireLatestAttempt();
    second.close();
  }

  @Test
  void aRestartInTheSameProcessIsANewAttempt() throws IOException {
    JobLease submitted = JobLease.in(folder + "/", CLAIM);
    JobLease first = step(submitted);
    first.requireLatestAttempt();
    long epoch = store.holders().get(0).epoch();
    first.close();
    JobLease restarted = step(submitted);
    restarted.requireLatestAttempt();
    assertThat(store.holders().get(0).epoch(), is(greaterThan(epoch)));
    restarted.close();
  }

  @Test
  void anAttemptMayNotPublishOnceAnotherRunHasTakenOver() throws IOException {
    JobLease attempt = step();
    attempt.requireLatestAttempt();
    HeldLease.release(store, "run-1");
    HeldLease.acquire(store, new LeaseClaim("run-2", RunKind.BATCH, LeasedDays.everything()));
    LeaseLostException lost = assertThrows(LeaseLostException.class, attempt::requireLatestAttempt);
    assertThat(lost.getMessage(), containsString("run run-2 (a batch run"));
    attempt.close();
  }

  @Test
  void releasedDaysStayFreeInTheNextAttempt() throws IOException {
    JobLease lease = step();
    lease.requireLatestAttempt();
    LeasedDays later = new LeasedDays(LocalDate.of(2017, 2, 5), null);
    lease.narrow(later);
    assertThat(covered(), is(later));
    lease.narrow(new LeasedDays(LocalDate.of(2017, 2, 4), null));
    assertThat(covered(), is(later));
    HeldLease.acquire(
        store,
        new LeaseClaim(
            "run-2",
            RunKind.BACKFILL,
            LeasedDays.days(LocalDate.of(2017, 2, 1), LocalDate.of(2017, 2, 5))));
    JobLease attempt = step();
    attempt.requireLatestAttempt();
    assertThat(store.read().table().of("run-1").orElseThrow().coverage(), is(later));
    lease.close();
    attempt.close();
  }

  @Test
  void theLastReleaseLeavesNoFile() throws IOException {
    HeldLease.release(store, "run-1");
    assertThat(folder.toFile().exists(), is(false));
    HeldLease again = HeldLease.acquire(store, CLAIM);
    again.checkStillHeld();
  }
}
