package dev.sessionbeam.deploy.kubernetes;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool.
 *
 * @param tool the name of its program, such as {@code kubectl}
 * @param arguments each as the tool gets it: there is no shell
 * @param input the standard input; null for none
 * @param timeout within which the tool must end
 */
record Call(String tool, List<String> arguments, @Nullable String input, Duration timeout) {
  private static final int MOST = 160;

  Call {
    arguments = List.copyOf(arguments);
  }

  /** The command for a person; a long one is cut. */
  String text() {
    String text = tool + " " + String.join(" ", arguments);
    return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
  }
}
