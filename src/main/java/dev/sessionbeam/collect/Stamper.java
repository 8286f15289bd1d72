package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.RequestHead;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Adds facts to events, before the closing brace. The other bytes of an event stay as they are. An
 * event that has a field of the same name is refused: one of the two would be hidden.
 */
final class Stamper {
  private static final int LONGEST_AGENT = 512;

  private final StampSettings settings;

  Stamper(StampSettings settings) {
    this.settings = settings;
  }

  /** Returns the name of a field that an event has and must not have; null if there is none. */
  @Nullable String forbidden(JsonObject event) {
    for (Stamp stamp : settings.stamps()) {
      if (event.has(stamp.field())) {
        return stamp.field();
      }
    }
    return null;
  }

  /** Returns the fields that all events of a request get, as JSON; empty if there are none. */
  byte[] fields(RequestHead head, long receivedMillis) {
    StringJoiner fields = new StringJoiner(",");
    for (Stamp stamp : Stamp.values()) {
      String value = settings.stamps().contains(stamp) ? value(stamp, head, receivedMillis) : null;
      if (value != null) {
        fields.add('"' + stamp.field() + "\":" + value);
      }
    }
    return fields.toString().getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable String value(Stamp stamp, RequestHead head, long receivedMillis) {
    return switch (stamp) {
      case RECEIVED_AT -> Long.toString(receivedMillis);
      case USER_AGENT -> {
        String agent = head.header("User-Agent");
        yield agent == null ? null : JsonValue.of(shortened(agent)).text();
      }
      case ADDRESS -> JsonValue.of(ClientAddress.truncated(address(head))).text();
      case ADDRESS_HASH ->
          JsonValue.of(ClientAddress.hashed(address(head), settings.addressKey())).text();
    };
  }

  private InetAddress address(RequestHead head) {
    return ClientAddress.of(head, settings.proxies());
  }

  private static String shortened(String agent) {
    return agent.substring(0, Math.min(agent.length(), LONGEST_AGENT));
  }

  /**
   * Returns an event with further fields.
   *
   * @param event the bytes from its opening brace to its closing one
   * @param fields as {@link #fields} returns them
   */
  static byte[] stamp(byte[] event, boolean isEmpty, byte[] fields) {
    if (fields.length == 0) {
      return event;
    }
    int comma = isEmpty ? 0 : 1;
    byte[] stamped = new byte[event.length + comma + fields.length];
    int end = event.length - 1;
    System.arraycopy(event, 0, stamped, 0, end);
    if (comma == 1) {
      stamped[end] = ',';
    }
    System.arraycopy(fields, 0, stamped, end + comma, fields.length);
    stamped[stamped.length - 1] = '}';
    return stamped;
  }
}
