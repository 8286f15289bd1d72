package dev.sessionbeam.deliver.route;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a file into routes, or reports all faults in them. */
public final class RoutesReader implements Serializable {
  /** The most bytes that a file of routes may have. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int VERSION_DIGITS = 12;
  private static final int SHOWN_NAME = 40;

  private final @Nullable RouteScopes scopes;
  private final RouteCheck check;

  /**
   * Creates a reader.
   *
   * @param scopes what conditions and fields may name; null if that is not known, because the
   *     definition has faults. Then conditions are not checked, and no route has one
   * @param check finds further faults of each route
   */
  public RoutesReader(@Nullable RouteScopes scopes, RouteCheck check) {
    this.scopes = scopes;
    this.check = check;
  }

  /** Returns the version of a file with these bytes: 12 hexadecimal digits of their hash. */
  public static String version(byte[] bytes) {
    return Hashing.sha256().hashBytes(bytes).toString().substring(0, VERSION_DIGITS);
  }

  /**
   * Reads routes.
   *
   * @param file the name of the file, for messages
   * @throws InvalidRoutesException if the bytes are not valid routes; it has all faults
   */
  public Routes read(byte[] bytes, String file) throws InvalidRoutesException {
    RouteFaults faults = new RouteFaults();
    JsonTree tree = tree(bytes, faults);
    faults.throwIfAny(file);
    List<Route> routes = tree == null ? List.of() : routes(tree, faults);
    faults.throwIfAny(file);
    return new Routes(version(bytes), routes);
  }

  private static @Nullable JsonTree tree(byte[] bytes, RouteFaults faults) {
    if (bytes.length > MAX_BYTES) {
      faults.add(1, "", "is larger than 1 MiB: check that it is a file of routes");
      return null;
    }
    try {
      return JsonTree.parse(text(bytes));
    } catch (CharacterCodingException e) {
      faults.add(1, "", "is not UTF-8: save it in UTF-8");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      faults.add(at == null ? 1 : at.getLineNr(), "", "is not JSON: " + SyntaxFault.describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read routes from memory", e);
    }
    return null;
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private List<Route> routes(JsonTree tree, RouteFaults faults) {
    if (!(tree.value() instanceof List<?> items)) {
      faults.add(tree.line(), "", "must be a list of routes: [ {\"destination_name\": …}, … ]");
      return List.of();
    }
    if (items.isEmpty()) {
      faults.add(tree.line(), "", "has no route: add one, or run without --routes");
    }
    RouteReader reader = new RouteReader(scopes, faults);
    List<Route> routes = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      JsonTree item = (JsonTree) items.get(i);
      String name = name(item);
      RouteNode node = RouteNode.of(item, place(i + 1, name), faults);
      Route route = reader.read(node);
      if (route != null) {
        routes.add(route);
        furtherFaults(route).forEach(node::fault);
      }
      String first =
          name == null
              ? null
              : places.putIfAbsent(name, "route " + (i + 1) + " in line " + item.line());
      if (first != null) {
        node.fault(
            RouteReader.NAME,
            "'" + name + "' is the name of " + first + " too: choose another one");
      }
    }
    return routes;
  }

  /** A check may be code of somebody else, whose jar may be broken or too old. */
  private List<String> furtherFaults(Route route) {
    try {
      return check.faults(route);
    } catch (ServiceConfigurationError | LinkageError e) {
      return List.of(failed(e.getClass().getSimpleName() + ": " + e.getMessage()));
    } catch (RuntimeException e) {
      // Not its message: it may have an address.
      String where = Stream.of(e.getStackTrace()).findFirst().map(at -> " at " + at).orElse("");
      return List.of(failed(e.getClass().getSimpleName() + where));
    }
  }

  private static String failed(String how) {
    return "the check by its connector failed ("
        + how
        + "): correct the connector, or its jar on the class path";
  }

  private static @Nullable String name(JsonTree item) {
    return item.value() instanceof Map<?, ?> fields
            && fields.get(RouteReader.NAME) instanceof JsonTree name
            && name.value() instanceof String text
        ? text
        : null;
  }

  private static String place(int number, @Nullable String name) {
    String shown =
        name == null || name.length() <= SHOWN_NAME ? name : name.substring(0, SHOWN_NAME) + "…";
    return "route " + number + (shown == null ? "" : " (" + shown + ")");
  }
}
