package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests whether a process is known to have ended. If that is unknown, it counts as alive. */
class HostProcessTest {
  private static final HostProcess HERE = HostProcess.current();

  /** A process of this system that has ended. */
  static HostProcess ended() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();
    return new HostProcess(HERE.host(), process.pid(), HERE.system());
  }

  @Test
  void aProcessOfThisSystemIsGoneOnceItHasEnded() throws Exception {
    assertThat(HERE.isGone(), is(false));
    assertThat(ended().isGone(), is(true));
  }

  @Test
  void aProcessOfAnotherBootNamespaceOrHostIsNotKnownToBeGone() throws Exception {
    long pid = ended().pid();
    assertThat(new HostProcess(HERE.host(), pid, HERE.system() + "0").isGone(), is(false));
    assertThat(new HostProcess("another", pid, HERE.system()).isGone(), is(false));
    assertThat(new HostProcess(HERE.host(), pid, null).isGone(), is(false));
  }
}
