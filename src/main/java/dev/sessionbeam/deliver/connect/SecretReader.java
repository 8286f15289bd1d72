package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Authentication;
import dev.sessionbeam.deliver.route.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads the value of a header from where the routes say that it is. It blocks. */
final class SecretReader {
  private final Authentication where;
  private final Route route;

  SecretReader(Authentication where, Route route) {
    this.where = where;
    this.route = route;
  }

  /**
   * Returns the value now, without white space around it.
   *
   * @throws SecretFault if there is none, or if no header can have it
   */
  String read() {
    String value =
        switch (where.from()) {
          case ENVIRONMENT -> environment();
          case FILE -> file();
          case SECRETS_MANAGER -> secretsManager();
        };
    String trimmed = value.strip();
    if (trimmed.isEmpty() || trimmed.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw fault("must be one line of printable ASCII characters, but it is empty or has others");
    }
    return trimmed;
  }

  private String environment() {
    String value = System.getenv(where.name());
    if (value == null) {
      throw fault("is not set where this job runs; set it there");
    }
    return value;
  }

  private String file() {
    try {
      return Files.readString(Path.of(where.name()));
    } catch (IOException | InvalidPathException e) {
      // Not the message of the exception: that of a decoder may have bytes of the file.
      throw fault("cannot be read (" + e.getClass().getSimpleName() + "); is it there, as text?");
    }
  }

  private String secretsManager() {
    try (SecretsManagerClient client =
        AwsClients.blocking(SecretsManagerClient.builder(), where.name(), route).build()) {
      String value = client.getSecretValue(get -> get.secretId(where.name())).secretString();
      return Objects.requireNonNullElse(value, "");
    } catch (SdkException e) {
      throw fault("cannot be read from Secrets Manager: " + withoutName(AwsFaults.describe(e)));
    }
  }

  private String withoutName(String error) {
    return ErrorText.of(error, List.of(where.name()));
  }

  /** The message does not have the name: somebody may have written the secret there. */
  private SecretFault fault(String what) {
    return new SecretFault(
        switch (where.from()) {
              case ENVIRONMENT -> "the environment variable";
              case FILE -> "the file";
              case SECRETS_MANAGER -> "the secret";
            }
            + " of auth of destination "
            + route.name()
            + " "
            + what);
  }
}
