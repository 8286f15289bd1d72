package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases on a disk. */
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
  void otherFileSystemsAreRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> LeaseStores.in("hdfs://host/leases/", PipelineOptionsFactory.create()));
    assertThat(refused.getMessage(), containsString("neither on a local disk nor on S3"));
  }

  /** Killed between taking the lock and giving it back, with half a file written. */
  @Test
  void aProcessThatIsKilledLeavesNothingLocked() throws Exception {
    Files.createDirectories(leases());
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockForEver.class.getName(),
                leases().resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine(), is("locked"));
      Files.writeString(leases().resolve("leases.json.next"), "{\"half\":");
      assertThat(isFree(), is(false));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(isFree(), is(true));
    HeldLease lease =
        HeldLease.acquire(
            newStore(), new LeaseClaim("run-1", "a batch run", Coverage.everything()));
    assertThat(newStore().read().table().leases(), is(List.of(lease.lease())));
  }

  private boolean isFree() throws IOException {
    try (var channel =
            java.nio.channels.FileChannel.open(
                leases().resolve("lock"), java.nio.file.StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null;
    }
  }

  /** Takes a lock, says so, and never gives it back. */
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
