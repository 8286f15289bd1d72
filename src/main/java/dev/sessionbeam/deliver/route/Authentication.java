package dev.sessionbeam.deliver.route;

import java.io.Serializable;

/**
 * A header that proves to a webhook who sends. The routes name where its value is; they never hold
 * the value.
 *
 * @param header the name of the header, such as {@code Authorization}
 * @param from where the value is
 * @param name the ARN or name of the secret in Secrets Manager, the path of the file, or the name
 *     of the environment variable
 */
public record Authentication(String header, From from, String name) implements Serializable {
  /** The places that a secret may come from. */
  public enum From {
    SECRETS_MANAGER,
    FILE,
    ENVIRONMENT
  }
}
