package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the rules of leases for every kind of store. */
abstract class LeaseRules {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final LeasedDays ALL = LeasedDays.everything();
  private static final LeasedDays STREAM =
      LeasedDays.daysFrom(Instant.parse("2017-02-05T13:00:00Z"));

  final FakeTime time = new FakeTime();
  private final List<LeaseStore> open = Collections.synchronizedList(new ArrayList<>());

  /**
   * Opens a store as another process would. All stores of a test are in one place, which is empty
   * at first.
   */
  abstract LeaseStore newStore();

  /** Replaces the stored leases by a text. */
  abstract void overwrite(String text) throws IOException;

  private LeaseStore store() {
    LeaseStore store = newStore();
    open.add(store);
    return store;
  }

  @AfterEach
  void closeStores() {
    open.forEach(LeaseStore::close);
  }

  private HeldLease acquire(String holder, RunKind kind, LeasedDays coverage) throws IOException {
    return HeldLease.acquire(store(), new LeaseClaim(holder, kind, coverage), time::nanos);
  }

  private HeldLease acquire(String holder, LeasedDays coverage) throws IOException {
    return acquire(holder, RunKind.BATCH, coverage);
  }

  private static LeasedDays days(String from, String to) {
    return LeasedDays.days(LocalDate.parse(from), LocalDate.parse(to));
  }

  private LeaseHeldException requireHeldByAnother(String holder, LeasedDays coverage) {
    return assertThrows(LeaseHeldException.class, () -> acquire(holder, coverage));
  }

  private static String requireLost(HeldLease lease) {
    return String.valueOf(
        assertThrows(LeaseLostException.class, lease::checkStillHeld).getMessage());
  }

  private List<Lease> stored() throws IOException {
    return store().read().table().leases();
  }

  @Test
  void anOverlapFailsAndTheHolderIsNamed() throws IOException {
    HeldLease held = acquire("run-1", RunKind.STREAM, STREAM);
    time.advance(Duration.ofSeconds(14));
    LeaseHeldException fault = requireHeldByAnother("run-2", ALL);
    assertThat(
        fault.getMessage(),
        allOf(
            containsString("run run-1 (a stream, process " + ProcessHandle.current().pid()),
            containsString("it holds the days from 2017-02-05 on"),
            containsString("this run needs everything"),
            containsString("renewed its lease 14 s ago"),
            containsString("expires 2 minutes after its last renewal"),
            containsString(store().location())));
    assertThat(fault.lease(), is(held.lease()));
    held.checkStillHeld();
    assertThat(stored(), is(List.of(held.lease())));
  }

  @Test
  void backfillsOfDifferentDaysRunAtTheSameTime() throws IOException {
    HeldLease first = acquire("run-1", days("2017-02-01", "2017-02-03"));
    HeldLease second = acquire("run-2", days("2017-02-03", "2017-02-04"));
    requireHeldByAnother("run-3", days("2017-02-02", "2017-02-03"));
    requireHeldByAnother("run-3", ALL);
    first.checkStillHeld();
    second.checkStillHeld();
  }

  @Test
  void aBackfillOfDaysThatAStreamNoLongerChangesRunsAtTheSameTime() throws IOException {
    HeldLease stream = acquire("stream", STREAM);
    requireHeldByAnother("run-2", days("2017-02-04", "2017-02-06"));
    requireHeldByAnother("run-2", days("2019-01-01", "2019-01-02"));
    HeldLease backfill = acquire("run-2", days("2017-02-03", "2017-02-05"));
    stream.checkStillHeld();
    backfill.checkStillHeld();
  }

  @Test
  void daysThatAStreamReleasesAreFree() throws IOException {
    HeldLease stream = acquire("stream", STREAM);
    LeasedDays day = days("2017-02-05", "2017-02-06");
    requireHeldByAnother("run-2", day);
    stream.narrow(LeasedDays.daysFrom(Instant.parse("2017-02-06T00:00:00Z")));
    HeldLease backfill = acquire("run-2", day);
    backfill.checkStillHeld();
    assertThrows(IllegalArgumentException.class, () -> stream.checkStillHeld(day));
    assertThrows(IllegalArgumentException.class, () -> stream.narrow(STREAM));
    stream.checkStillHeld(days("2017-02-06", "2017-02-07"));
    // The next attempt of the stream asks for no more than the lease has.
    HeldLease attempt = acquire("stream", STREAM);
    attempt.checkStillHeld(days("2017-02-06", "2017-02-07"));
    backfill.checkStillHeld();
  }

  @Test
  void aReleasedLeaseIsFree() throws IOException {
    HeldLease first = acquire("run-1", ALL);
    first.release();
    HeldLease second = acquire("run-2", ALL);
    first.release();
    second.checkStillHeld();
    requireLost(first);
  }

  @Test
  void theLeaseOfAKilledHolderIsFreeAfterTwoMinutes() throws IOException {
    HeldLease killed = acquire("run-1", ALL);
    time.advance(Lease.EXPIRY.minus(SECOND));
    requireHeldByAnother("run-2", ALL);
    time.advance(SECOND);
    HeldLease next = acquire("run-2", ALL);
    assertThat(next.lease().epoch(), is(greaterThan(killed.lease().epoch())));
    assertThat(stored(), is(List.of(next.lease())));
    assertThat(requireLost(killed), containsString("run run-2 (a batch run"));
    assertThrows(LeaseLostException.class, killed::renew);
    killed.release();
    next.checkStillHeld();
  }

  /** A lease that was just renewed, of a run whose process has ended. */
  private HeldLease abandoned(RunKind kind) throws Exception {
    HeldLease lease = acquire("run-1", kind, ALL);
    Lease own = lease.lease();
    LeaseStore.Stored stored = store().read();
    Lease ended =
        new Lease(own.claim(), own.epoch(), own.acquired(), own.renewed(), HostProcessTest.ended());
    assertThat(store().replace(stored, stored.table().with(ended)), is(true));
    return lease;
  }

  @Test
  void theLeaseOfABatchRunIsFreeOnceItsProcessHasEnded() throws Exception {
    HeldLease ended = abandoned(RunKind.BATCH);
    HeldLease next = acquire("run-2", ALL);
    assertThat(stored(), is(List.of(next.lease())));
    requireLost(ended);
  }

  /** The job of a stream may live on, so its lease is free only after two minutes. */
  @Test
  void theLeaseOfAStreamIsNotFreeWhenItsProcessHasEnded() throws Exception {
    HeldLease stream = abandoned(RunKind.STREAM);
    requireHeldByAnother("run-2", ALL);
    stream.checkStillHeld();
  }

  @Test
  void anExpiredLeaseThatNoRunTookOverIsRenewed() throws IOException {
    HeldLease lease = acquire("run-1", days("2017-02-01", "2017-02-02"));
    time.advance(Lease.EXPIRY.multipliedBy(5));
    acquire("run-2", days("2017-02-02", "2017-02-03"));
    lease.checkStillHeld();
    requireHeldByAnother("run-3", ALL);
  }

  @Test
  void aRenewedLeaseNeverExpires() throws IOException {
    HeldLease lease = acquire("run-1", ALL);
    long epoch = lease.lease().epoch();
    for (int i = 0; i < 10; i++) {
      time.advance(Lease.EXPIRY.minus(SECOND));
      requireHeldByAnother("run-2", ALL);
      lease.renew();
    }
    lease.checkStillHeld();
    assertThat(lease.lease().epoch(), is(epoch));
  }

  @Test
  void aHolderThatChecksTwiceAMinuteNeedsNoOtherRenewal() throws IOException {
    HeldLease lease = acquire("run-1", ALL);
    for (int i = 0; i < 10; i++) {
      time.advance(Duration.ofSeconds(29));
      lease.checkStillHeld();
    }
    time.advance(Duration.ofSeconds(80));
    requireHeldByAnother("run-2", ALL);
  }

  @Test
  void aResumedRunIsTheSameHolderAndItsOlderAttemptFails() throws IOException {
    HeldLease first = acquire("run-1", ALL);
    HeldLease second = acquire("run-1", ALL);
    assertThat(second.lease().epoch(), is(first.lease().epoch() + 1));
    assertThat(stored(), hasSize(1));
    assertThat(
        requireLost(first),
        containsString("a newer attempt has it: epoch " + second.lease().epoch()));
    assertThrows(LeaseLostException.class, first::renew);
    first.release();
    second.checkStillHeld();
  }

  /**
   * The first attempt was suspended all the time. The newest attempt must not let it publish again.
   */
  @Test
  void anAttemptThatWasTakenOverNeverFindsItsOwnEpochAgain() throws IOException {
    HeldLease suspended = acquire("run-1", ALL);
    time.advance(Lease.EXPIRY);
    acquire("run-2", ALL).release();
    HeldLease resumed = acquire("run-1", ALL);
    requireLost(suspended);
    resumed.checkStillHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"format\":1}", "[]", "null", "\u0000\u0000"})
  void aDamagedFileIsNamedAndNothingIsGranted(String text) throws IOException {
    HeldLease lease = acquire("run-1", ALL);
    overwrite(text);
    for (Callable<?> call :
        List.<Callable<?>>of(
            () -> acquire("run-2", ALL), () -> acquire("run-1", ALL), () -> check(lease))) {
      IOException damaged = assertThrows(IOException.class, call::call);
      assertThat(
          damaged.getMessage(),
          allOf(
              containsString(store().location() + " is damaged"),
              containsString("delete the file, and start again")));
    }
  }

  private static boolean check(HeldLease lease) throws IOException {
    lease.checkStillHeld();
    return true;
  }

  @Test
  void oneOfSeveralRunsThatAskAtOnceGetsTheLease() throws Exception {
    int runs = 4;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    try {
      CyclicBarrier barrier = new CyclicBarrier(runs);
      List<LeaseStore> stores = IntStream.range(0, runs).mapToObj(i -> store()).toList();
      for (int round = 0; round < rounds(); round++) {
        List<Future<HeldLease>> asked = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
          LeaseClaim claim = new LeaseClaim("run-" + round + "-" + run, RunKind.BATCH, ALL);
          LeaseStore store = stores.get(run);
          asked.add(
              threads.submit(
                  () -> {
                    barrier.await();
                    return HeldLease.acquire(store, claim, time::nanos);
                  }));
        }
        HeldLease only = requireOne(asked);
        assertThat(stored(), is(List.of(only.lease())));
        only.release();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** How often the runs ask at once. */
  int rounds() {
    return 50;
  }

  private static HeldLease requireOne(List<Future<HeldLease>> asked) throws Exception {
    List<HeldLease> got = new ArrayList<>();
    for (Future<HeldLease> one : asked) {
      try {
        got.add(one.get());
      } catch (java.util.concurrent.ExecutionException e) {
        if (!(e.getCause() instanceof LeaseHeldException)) {
          throw e;
        }
      }
    }
    assertThat(got, hasSize(1));
    return got.get(0);
  }

  @Test
  void nothingIsLostIfManyRunsChangeTheirLeasesAtOnce() throws Exception {
    int runs = 4;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<HeldLease>> all = new ArrayList<>();
    try {
      for (int run = 0; run < runs; run++) {
        LocalDate day = LocalDate.of(2017, 2, 1).plusDays(run);
        String holder = "run-" + run;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  HeldLease lease = acquire(holder, LeasedDays.days(day, day.plusDays(1)));
                  for (int i = 0; i < 5; i++) {
                    lease.renew();
                  }
                  return lease;
                }));
      }
      start.countDown();
      for (Future<HeldLease> one : all) {
        one.get().checkStillHeld();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(stored(), hasSize(runs));
    assertThat(stored().stream().map(Lease::epoch).distinct().count(), is((long) runs));
  }

  @Test
  void aHolderWhoseRenewalTookTooLongStopsBeforeOthersMayTakeOver() throws IOException {
    LeaseStore slow = new SlowStore(store(), time);
    HeldLease lease =
        HeldLease.acquire(slow, new LeaseClaim("run-1", RunKind.BATCH, ALL), time::nanos);
    time.advance(HeldLease.RENEW_EVERY);
    // This renews, and the answer takes 110 s. The renewal counts from before the request.
    assertThat(requireLost(lease), containsString("has not renewed its lease"));
    time.advance(Duration.ofSeconds(9));
    requireHeldByAnother("run-2", ALL);
    time.advance(SECOND);
    acquire("run-2", ALL);
  }

  /** Takes 110 seconds for each write except the first. */
  private static final class SlowStore extends ForwardingStore {
    private final FakeTime time;
    private final AtomicInteger writes = new AtomicInteger();

    SlowStore(LeaseStore store, FakeTime time) {
      super(store);
      this.time = time;
    }

    @Override
    public boolean replace(Stored read, LeaseTable table) throws IOException {
      boolean written = store.replace(read, table);
      if (writes.incrementAndGet() > 1) {
        time.advance(Duration.ofSeconds(110));
      }
      return written;
    }
  }

  @Test
  void theStoreOfARunHasTheStoragesTime() throws IOException {
    Instant now = productionStore().read().now();
    assertThat(now, is(not(FakeTime.START)));
    Duration off = Duration.between(now, Instant.now()).abs();
    assertThat(off.compareTo(Duration.ofMinutes(1)) < 0, is(true));
  }

  /** Opens the store in the same place as a run does. */
  abstract LeaseStore productionStore();
}
