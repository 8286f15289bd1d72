package dev.sessionbeam.deliver.route;

import dev.sessionbeam.deliver.route.Authentication.From;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the setting {@code auth}. No message has a value of it: somebody may have written a secret
 * there.
 */
final class AuthenticationReader {
  private static final String SOURCES = "secrets_manager, file or environment";

  private static final List<String> SETTINGS =
      List.of("header", "secrets_manager", "file", "environment");

  /** Settings under which people write the secret itself. */
  private static final Set<String> SECRETS =
      Set.of(
          "value",
          "secret",
          "token",
          "password",
          "key",
          "api_key",
          "apikey",
          "bearer",
          "basic",
          "credentials",
          "user",
          "username");

  private static final String NO_SECRETS =
      "the routes never hold a secret: put the header's value into Secrets Manager, a file or an"
          + " environment variable, and name that with "
          + SOURCES;

  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9/_+=.@:-]{1,2048}");

  private AuthenticationReader() {}

  /** Returns the header that proves who sends; or notes faults and returns null. */
  static @Nullable Authentication read(RouteNode node) {
    RouteObject auth = node.object(SETTINGS, SECRETS, NO_SECRETS);
    if (auth == null) {
      return null;
    }
    String header = header(auth.required("header"));
    List<String> given = SETTINGS.stream().skip(1).filter(auth::has).toList();
    if (given.size() != 1) {
      auth.fault("name where the header's value is: give one of " + SOURCES);
      return null;
    }
    From from =
        switch (given.get(0)) {
          case "secrets_manager" -> From.SECRETS_MANAGER;
          case "file" -> From.FILE;
          default -> From.ENVIRONMENT;
        };
    RouteNode where = auth.get(given.get(0));
    String name = where == null ? null : name(where, from);
    return header == null || name == null ? null : new Authentication(header, from, name);
  }

  private static @Nullable String header(@Nullable RouteNode node) {
    String header = node == null ? null : node.text();
    if (node != null && header != null && !HEADER.matcher(header).matches()) {
      node.fault("must be only the name of a header, such as Authorization");
      return null;
    }
    return header;
  }

  private static @Nullable String name(RouteNode node, From from) {
    String name = node.text();
    if (name == null) {
      return null;
    }
    switch (from) {
      case SECRETS_MANAGER -> {
        if (name.startsWith("arn:")) {
          return AddressReader.hasPlaceholder(name, node) ? null : name;
        }
        if (!SECRET_NAME.matcher(name).matches()) {
          node.fault("must be the name or the ARN of a secret in Secrets Manager");
          return null;
        }
      }
      case FILE -> {
        if (name.indexOf('\0') >= 0) {
          node.fault("must be the path of a file");
          return null;
        }
      }
      case ENVIRONMENT -> {
        if (!VARIABLE.matcher(name).matches()) {
          node.fault("must be the name of an environment variable, such as CRM_TOKEN");
          return null;
        }
      }
    }
    return name;
  }
}
