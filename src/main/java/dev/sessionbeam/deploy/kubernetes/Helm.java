package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Installs, changes and removes one release of the chart. */
final class Helm {
  static final String TOOL = "helm";

  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Tools tools;
  private final Path chart;
  private final String release;
  private final String namespace;
  private final @Nullable String context;

  Helm(Tools tools, Path chart, String release, String namespace, @Nullable String context) {
    this.tools = tools;
    this.chart = chart;
    this.release = release;
    this.namespace = namespace;
    this.context = context;
  }

  /** The command that {@link #upgrade} runs; the values come from its standard input. */
  Call upgradeCall(String values) {
    return call(values, "upgrade", "--install", release, chart.toString(), "--values=-");
  }

  /** Makes the release what the chart is with these values, a YAML text. */
  void upgrade(String values) throws IOException {
    tools.out(upgradeCall(values));
  }

  /**
   * Returns what {@link #upgrade} would apply, without a cluster.
   *
   * @throws ToolException if the chart does not take these values
   */
  String template(String values) throws IOException {
    return tools.out(call(values, "template", release, chart.toString(), "--values=-"));
  }

  /** Removes all that the release has; nothing if there is none. */
  void uninstall() throws IOException {
    Call call = call(null, "uninstall", release, "--wait");
    Answer answer = tools.run(call);
    if (answer.status() != 0 && !answer.lastLine().contains("not found")) {
      throw ToolException.of(call, answer);
    }
  }

  private Call call(@Nullable String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--namespace=" + namespace);
    if (context != null) {
      all.add("--kube-context=" + context);
    }
    return new Call(TOOL, all, input, TIMEOUT);
  }
}
