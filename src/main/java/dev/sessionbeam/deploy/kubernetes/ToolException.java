package dev.sessionbeam.deploy.kubernetes;

import java.io.IOException;

/** A tool did not do what it was called for. The message is for the user. */
final class ToolException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String said;

  private ToolException(String message, String said) {
    super(message);
    this.said = said;
  }

  static ToolException of(Call call, Answer answer) {
    return new ToolException(
        call.text() + ": " + answer.lastLine(), answer.err() + "\n" + answer.out());
  }

  /** Whether somebody else has changed the object since it was read. */
  boolean isConflict() {
    return said.contains("(Conflict)");
  }

  boolean isExisting() {
    return said.contains("(AlreadyExists)");
  }
}
