package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFolderTest {
  @TempDir private Path folder;

  @Test
  void aMissingFolderIsNotAnError() throws Exception {
    DiskFolder.delete(folder.resolve("none"));
    assertThat(Files.exists(folder), is(true));
  }

  /** Flink may delete a folder of checkpoints at the same time. */
  @RepeatedTest(20)
  void twoThreadsMayDeleteAtTheSameTime() throws Exception {
    Path top = folder.resolve("checkpoints");
    for (int i = 0; i < 40; i++) {
      Path checkpoint = Files.createDirectories(top.resolve("job/chk-" + i));
      for (int k = 0; k < 5; k++) {
        Files.writeString(checkpoint.resolve("state-" + k), "state");
      }
    }
    CyclicBarrier together = new CyclicBarrier(2);
    var pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> other =
          pool.submit(
              () -> {
                together.await();
                DiskFolder.delete(top);
                return null;
              });
      together.await();
      DiskFolder.delete(top);
      other.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(Files.exists(top), is(false));
  }
}
