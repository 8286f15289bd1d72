package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a lease is renewed while its holder does other things. */
@Timeout(60)
class LeaseKeeperTest {
  private static final LeaseClaim CLAIM =
      new LeaseClaim("run-1", RunKind.BATCH, LeasedDays.everything());
  private static final Duration OFTEN = Duration.ofMillis(1);

  @TempDir private Path folder;

  private final FakeTime time = new FakeTime();

  /** Counts writes, and fails some of them. */
  private final class CountedStore extends ForwardingStore {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch writes;
    private final int failing;

    CountedStore(int writes, int failing) {
      super(new DiskLeaseStore(folder, time::storage));
      this.writes = new CountDownLatch(writes);
      this.failing = failing;
    }

    @Override
    public boolean replace(Stored read, LeaseTable table) throws IOException {
      if (calls.incrementAndGet() == failing) {
        throw new IOException("the disk is full");
      }
      boolean written = store.replace(read, table);
      writes.countDown();
      return written;
    }
  }

  @Test
  void renewsUntilItIsClosedAndContinuesAfterAFailure() throws Exception {
    CountedStore store = new CountedStore(5, 3);
    HeldLease lease = HeldLease.acquire(store, CLAIM, time::nanos);
    time.advance(Duration.ofSeconds(100));
    try (LeaseKeeper keeper = LeaseKeeper.start(lease, OFTEN)) {
      store.writes.await();
      keeper.close();
      keeper.join();
    }
    int calls = store.calls.get();
    assertThat(lease.lease().renewed(), is(FakeTime.START.plusSeconds(100)));
    time.advance(Duration.ofSeconds(10));
    lease.checkStillHeld();
    assertThat(store.calls.get(), is(calls));
  }

  @Test
  void endsWhenTheLeaseIsLost() throws Exception {
    HeldLease lease = HeldLease.acquire(new CountedStore(0, 0), CLAIM, time::nanos);
    HeldLease newer = HeldLease.acquire(new CountedStore(0, 0), CLAIM, time::nanos);
    try (LeaseKeeper keeper = LeaseKeeper.start(lease, OFTEN)) {
      keeper.join();
    }
    newer.checkStillHeld();
  }
}
