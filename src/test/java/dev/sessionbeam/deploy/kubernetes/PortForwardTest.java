package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.ClusterAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of kubectl. */
class PortForwardTest {
  private static final String FORWARDS = "echo 'Forwarding from 127.0.0.1:41234 -> 8081'\n";

  @TempDir private Path folder;

  private ClusterAccess open(@Nullable String context, String script) throws IOException {
    String pid = "#!/bin/sh\necho $$ > " + folder.resolve("pid") + "\n";
    Path file = Files.writeString(folder.resolve("kubectl"), pid + script + "\n");
    assertThat(file.toFile().setExecutable(true), is(true));
    ProcessTools tools = ProcessTools.on(folder.toString());
    return PortForward.open(tools, "shop-dev", context, "shop-dev-pipeline-rest", 8081);
  }

  /** The process of the script; empty if it has ended. */
  private Optional<ProcessHandle> kubectl() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
  }

  private void awaitEnd() throws Exception {
    ProcessHandle process = kubectl().orElse(null);
    if (process != null) {
      try {
        process.onExit().get(30, TimeUnit.SECONDS);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void kubectlGoesOnUntilItIsClosed() throws Exception {
    Path words = folder.resolve("words");
    try (ClusterAccess access =
        open("eks", "echo \"$@\" > " + words + "\n" + FORWARDS + "read -r line")) {
      assertThat(access.address(), is(URI.create("http://127.0.0.1:41234/")));
      assertThat(
          Files.readString(words),
          is(
              "port-forward service/shop-dev-pipeline-rest :8081 --address=127.0.0.1"
                  + " --namespace=shop-dev --context=eks\n"));
      assertThat(kubectl().isPresent(), is(true));
    }
    awaitEnd();
  }

  @Test
  void kubectlNeverWaitsForSomebodyWhoReadsWhatItPrints() throws Exception {
    String lines =
        "i=0; while [ $i -lt 20000 ]; do echo Handling connection for 8081; i=$((i+1)); done";
    try (ClusterAccess access = open(null, FORWARDS + lines)) {
      assertThat(access.address().getPort(), is(41234));
      awaitEnd();
    }
  }

  @Test
  void whyItCannotBeForwardedIsSaid() {
    IOException failed =
        assertThrows(
            IOException.class,
            () ->
                open(
                    null,
                    "echo 'Error from server (NotFound): services \"x\" not found' >&2; exit 1"));
    assertThat(
        failed.getMessage(),
        is(
            "kubectl port-forward service/shop-dev-pipeline-rest :8081 --address=127.0.0.1"
                + " --namespace=shop-dev: Error from server (NotFound): services \"x\" not"
                + " found"));
  }
}
