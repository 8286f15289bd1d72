package dev.sessionbeam.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests leases on a disk. */
class DiskLeaseStoreTest extends LeaseRules {
  @TempDir private Path folder;

  private Path leases() {
    return folder.resolve("out/.sessionbeam-temporary/leases");
  }

  @Override
  LeaseStore newStore() {
    return new DiskLeaseStore(leases(), time::storage);
  }

  @Override
  LeaseStore productionStore() {
    return LeaseStores.in(leases() + "/", PipelineOptionsFactory.create());
  }

  @Override
  void overwrite(String text) throws IOException {
    Files.writeString(leases().resolve("leases.json"), text);
  }

  @Override
  int rounds() {
    return 300;
  }

  @Test
  void otherFileSystemsAreNotAccepted() {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> LeaseStores.in("hdfs://host/leases/", PipelineOptionsFactory.create()));
    assertThat(fault.getMessage(), containsString("neither on a local disk nor on S3"));
  }

  /** The process is killed while it holds the lock, with half a file written. */
  @Test
  void aProcessThatIsKilledLeavesNothingLocked() throws Exception {
    Files.createDirectories(leases());
    Process process = start(LockForEver.class);
    try {
      assertThat(process.inputReader(UTF_8).readLine(), is("locked"));
      Files.writeString(leases().resolve("leases.json.next"), "{\"half\":");
      assertThat(isFree(leases().resolve("lock")), is(false));
    } finally {
      process.destroyForcibly().waitFor();
    }
    HeldLease lease =
        HeldLease.acquire(
            newStore(), new LeaseClaim("run-1", RunKind.BATCH, LeasedDays.everything()));
    assertThat(newStore().read().table().leases(), is(List.of(lease.lease())));
  }

  /** A process loses all its locks on a file when one of its threads closes that file. */
  @Test
  void aReaderDoesNotReleaseTheLockOfAnotherThread() throws Exception {
    Files.createDirectories(leases());
    try (FileMutex ignored = FileMutex.lock(leases().resolve("lock"))) {
      var unused = newStore().read();
      assertThat(start(IsFree.class).inputReader(UTF_8).readLine(), is("false"));
    }
    assertThat(start(IsFree.class).inputReader(UTF_8).readLine(), is("true"));
  }

  /**
   * The same class of another class loader would hold the lock like this: it does not know our lock
   * in memory.
   */
  @Test
  void waitsIfOtherCodeOfTheProcessHoldsTheLock() throws Exception {
    Files.createDirectories(leases());
    Path lock = leases().resolve("lock");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.lock().isValid(), is(true));
      Future<Boolean> waiting =
          thread.submit(
              () -> {
                try (FileMutex ignored = FileMutex.lock(lock)) {
                  return true;
                }
              });
      assertThrows(TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
      channel.close();
      assertThat(waiting.get(), is(true));
    } finally {
      thread.shutdownNow();
    }
  }

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            leases().resolve("lock").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static boolean isFree(Path lock) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock got = channel.tryLock()) {
      return got != null;
    }
  }

  /** Prints whether the lock is free. */
  static final class IsFree {
    private IsFree() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
      System.out.println(isFree(Path.of(args[0])));
    }
  }

  /** Takes a lock, prints that, and never releases it. */
  static final class LockForEver {
    private LockForEver() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
      try (FileMutex ignored = FileMutex.lock(Path.of(args[0]))) {
        System.out.println("locked");
        Thread.currentThread().join();
      }
    }
  }
}
