package dev.sessionbeam.deploy.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.deploy.ClusterAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of kubectl. */
@Timeout(60)
class PortForwardTest {
  private static final String FORWARDS = "echo 'Forwarding from 127.0.0.1:41234 -> 8081'\n";

  @TempDir private Path folder;

  private ClusterAccess open(@Nullable String context, String script) throws IOException {
    Path file = Files.writeString(folder.resolve("kubectl"), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true), is(true));
    ProcessTools tools = ProcessTools.on(folder.toString());
    return PortForward.open(tools, "shop-dev", context, "shop-dev-pipeline-rest", 8081);
  }

  @Test
  void kubectlGoesOnUntilItIsClosed() throws Exception {
    String script =
        "echo \"$@\" > " + folder.resolve("words") + "; echo $$ > " + folder.resolve("pid");
    ProcessHandle kubectl;
    try (ClusterAccess access = open("eks", script + "\n" + FORWARDS + "read -r line")) {
      assertThat(access.address(), is(URI.create("http://127.0.0.1:41234/")));
      assertThat(
          Files.readString(folder.resolve("words")),
          is(
              "port-forward service/shop-dev-pipeline-rest :8081 --address=127.0.0.1"
                  + " --namespace=shop-dev --context=eks\n"));
      String pid = Files.readString(folder.resolve("pid")).strip();
      kubectl = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      assertThat(kubectl.isAlive(), is(true));
    }
    kubectl.onExit().join();
  }

  @Test
  void kubectlNeverWaitsForSomebodyWhoReadsWhatItPrints() throws Exception {
    String lines =
        "i=0; while [ $i -lt 20000 ]; do echo Handling connection for 8081; i=$((i+1)); done\n";
    Path done = folder.resolve("done");
    try (ClusterAccess access =
        open(null, FORWARDS + lines + "echo > " + done + "\nread -r line")) {
      assertThat(access.address().getPort(), is(41234));
      while (!Files.exists(done)) {
        Thread.onSpinWait();
      }
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
