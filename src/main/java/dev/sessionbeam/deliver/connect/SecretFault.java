package dev.sessionbeam.deliver.connect;

/** A secret cannot be read, or cannot be used. The message does not have it. */
final class SecretFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  SecretFault(String message) {
    super(message);
  }
}
