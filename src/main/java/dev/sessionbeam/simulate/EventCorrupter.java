package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Turns a valid event into an invalid one, in one of many ways in which senders and networks break
 * events.
 */
final class EventCorrupter {
  private static final List<String> STRING_TIMES =
      List.of("\"yesterday\"", "\"2017-02-05T00:00:00Z\"", "\"1486252800000\"", "\"\"");

  // Times that are out of range, whether a build uses seconds or milliseconds. Each limit is the
  // limit in one of the two units.
  private static final List<String> TIMES_OUT_OF_RANGE =
      List.of("-1", "0", "946684799", "946684799999", "4102444800", "4102444800000");

  private static final List<String> NOT_INTEGERS =
      List.of("1486252800000.5", "1e300", "null", "[]");

  private static final List<String> NOT_OBJECTS = List.of("[1,2,3]", "null", "42", "\"start\"");

  private static final List<String> NOT_JSON =
      List.of("-- log rotated --", "<html>502</html>", "{'event_id':1}", "{\"event_id\":}");

  private static final List<String> BLANKS = List.of("\"\"", "\"  \"", "\"\\t\"");

  private static final List<String> NOT_STRINGS = List.of("null", "17", "[]", "{}", "false");

  // A second value for a role. It has the wrong type, so that a reader that uses the last value
  // rejects the record as well.
  private static final List<String> SECOND_VALUES =
      List.of(
          "\"machine_id\":7", "\"timestamp\":\"late\"", "\"action\":null", "\"event_id\":[\"x\"]");

  private static final List<String> ROLES =
      List.of("event_id", "timestamp", "action", "machine_id");

  private static final int FIRST_BYTE_OF_ID = "{\"event_id\":\"".length();
  private static final byte NEVER_IN_UTF8 = (byte) 0xFF;

  private final SeededRandom dice;

  EventCorrupter(SeededRandom dice) {
    this.dice = dice;
  }

  /** Returns the bytes of the event with one fault. */
  byte[] spoil(String event) {
    return switch ((int) dice.below(12)) {
      case 0 -> bytes(event.substring(0, 1 + (int) dice.below(event.length() / 2)));
      case 1 -> with(event, "machine_id", dice.pick(NOT_STRINGS));
      case 2 -> with(event, "timestamp", dice.pick(STRING_TIMES));
      case 3 -> without(event, dice.pick(ROLES));
      case 4 -> bytes(dice.pick(NOT_OBJECTS));
      case 5 -> with(event, "action", dice.pick(BLANKS));
      case 6 -> with(event, "timestamp", dice.chance(0.5) ? "true" : "false");
      case 7 -> bytes(upToBrace(event) + ',' + dice.pick(SECOND_VALUES) + '}');
      case 8 -> notUtf8(event);
      case 9 -> with(event, "timestamp", dice.pick(TIMES_OUT_OF_RANGE));
      case 10 -> with(event, "timestamp", dice.pick(NOT_INTEGERS));
      default -> bytes(dice.pick(NOT_JSON));
    };
  }

  private static byte[] with(String event, String field, String value) {
    int start = event.indexOf('"' + field + "\":") + field.length() + 3;
    return bytes(event.substring(0, start) + value + event.substring(event.indexOf(',', start)));
  }

  private static byte[] without(String event, String field) {
    int start = event.indexOf('"' + field + "\":");
    return bytes(event.substring(0, start) + event.substring(event.indexOf(',', start) + 1));
  }

  private static String upToBrace(String event) {
    return event.substring(0, event.length() - 1);
  }

  private static byte[] notUtf8(String event) {
    byte[] bytes = bytes(event);
    bytes[FIRST_BYTE_OF_ID] = NEVER_IN_UTF8;
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
