package dev.sessionbeam.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.deploy.ClusterAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A free port of this machine that kubectl forwards to a service, until it is closed. */
final class PortForward implements ClusterAccess {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern PORT =
      Pattern.compile("Forwarding from 127\\.0\\.0\\.1:([0-9]+) .*");

  private final URI address;
  private final Process kubectl;

  private PortForward(URI address, Process kubectl) {
    this.address = address;
    this.kubectl = kubectl;
  }

  /**
   * Lets kubectl forward a port, and waits until it does.
   *
   * @param context the context of kubectl's configuration; null for the current one
   * @param port the port of the service
   * @throws IOException with a message for the user if it cannot
   */
  static PortForward open(
      ProcessTools tools, String namespace, @Nullable String context, String service, int port)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "port-forward",
                "service/" + service,
                ":" + port,
                "--address=127.0.0.1",
                "--namespace=" + namespace));
    if (context != null) {
      arguments.add("--context=" + context);
    }
    Call call = new Call(Kubectl.TOOL, arguments, null, TIMEOUT);
    Process kubectl = tools.start(call);
    // Also if somebody ends this program.
    Runtime.getRuntime().addShutdownHook(new Thread(kubectl::destroy));
    BufferedReader printed =
        new BufferedReader(new InputStreamReader(kubectl.getInputStream(), UTF_8));
    PortForward opened = new PortForward(address(call, kubectl, printed), kubectl);
    drain(printed);
    return opened;
  }

  private static URI address(Call call, Process kubectl, BufferedReader printed)
      throws IOException {
    CompletableFuture<Void> tooLate =
        CompletableFuture.runAsync(
            kubectl::destroyForcibly,
            CompletableFuture.delayedExecutor(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    String last = "it has forwarded nothing within " + TIMEOUT.toSeconds() + " s";
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.matches()) {
        tooLate.cancel(false);
        return URI.create("http://127.0.0.1:" + port.group(1) + "/");
      }
      last = line.isBlank() ? last : line.strip();
    }
    tooLate.cancel(false);
    throw new IOException(call.text() + ": " + last);
  }

  /** Kubectl prints a line for each connection, and waits if nobody reads them. */
  private static void drain(BufferedReader printed) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (printed.readLine() != null) {
                  // The next line.
                }
              } catch (IOException e) {
                // It has ended.
              }
            },
            "what kubectl prints");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    kubectl.destroy();
  }
}
