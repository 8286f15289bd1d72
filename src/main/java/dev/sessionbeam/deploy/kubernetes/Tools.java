package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;

/** Runs the tools that a stage on Kubernetes needs. */
interface Tools {
  /** Whether a tool is on the path. */
  boolean has(String tool);

  /**
   * Runs a tool, and waits until it has ended.
   *
   * @return what it answered, whatever its status is
   * @throws IOException with a message for the user if it is missing or does not end in time
   */
  Answer run(Call call) throws IOException;

  /**
   * Runs a tool that has to succeed, and returns its standard output.
   *
   * @throws ToolException if its status is not 0
   */
  default String out(Call call) throws IOException {
    Answer answer = run(call);
    if (answer.status() != 0) {
      throw ToolException.of(call, answer);
    }
    return answer.out();
  }
}
