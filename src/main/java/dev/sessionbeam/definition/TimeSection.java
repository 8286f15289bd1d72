package dev.sessionbeam.definition;

import dev.sessionbeam.expression.NearestName;
import dev.sessionbeam.json.TimeFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the format, the zone and the clock skew of {@code event.time}. */
final class TimeSection {
  private static final Map<String, TimeFormat.Kind> NAMED = named();

  private static final String NO_PATTERN =
      "is not " + String.join(", ", NAMED.keySet()) + " or a pattern";

  private static final Duration MAX_CLOCK_SKEW = Duration.ofHours(1);

  private TimeSection() {}

  private static Map<String, TimeFormat.Kind> named() {
    Map<String, TimeFormat.Kind> named = new LinkedHashMap<>();
    for (TimeFormat.Kind kind : TimeFormat.Kind.values()) {
      if (kind != TimeFormat.Kind.PATTERN) {
        named.put(kind.label(), kind);
      }
    }
    return Collections.unmodifiableMap(named);
  }

  /** Returns how fast a machine's clock may be; or notes a fault and returns null. */
  static @Nullable Duration maxClockSkew(YamlMap time) {
    YamlNode node = time.get("max_clock_skew");
    Duration skew = node == null ? MAX_CLOCK_SKEW : Durations.read(node);
    if (node != null && skew != null && skew.isNegative()) {
      node.fault("must not be negative");
      return null;
    }
    return skew;
  }

  /**
   * Returns the format; or null if there is none, or if there is a fault.
   *
   * @param required whether it is a fault if there is no format
   */
  static @Nullable TimeFormat read(YamlMap time, boolean required) {
    YamlNode formatNode = required ? time.required("format") : time.get("format");
    String format = formatNode == null ? null : formatNode.text();
    YamlNode zoneNode = time.get("zone");
    ZoneId zone = zoneNode == null ? ZoneOffset.UTC : zone(zoneNode);
    if (formatNode == null || format == null) {
      if (!required && zoneNode != null) {
        zoneNode.fault("has no meaning without a format: remove it, or add format");
      }
      return null;
    }
    if (zoneNode != null && format.startsWith("epoch_")) {
      zoneNode.fault("has no meaning with " + format + ", which counts in UTC: remove it");
    }
    TimeFormat read = zone == null ? null : format(format, zone, formatNode);
    if (read != null
        && read.pattern() != null
        && zoneNode == null
        && !TimePattern.hasOffset(format)) {
      formatNode.fault("needs a zone, e.g. zone: UTC, because this pattern has no offset");
    }
    return read;
  }

  private static @Nullable TimeFormat format(String format, ZoneId zone, YamlNode node) {
    TimeFormat.Kind kind = NAMED.get(format);
    if (kind == null) {
      return pattern(format, zone, node);
    }
    return kind.isEpoch() ? TimeFormat.epoch(kind) : TimeFormat.iso8601(zone);
  }

  private static @Nullable ZoneId zone(YamlNode node) {
    String text = node.text();
    try {
      return text == null ? null : ZoneId.of(text).normalized();
    } catch (DateTimeException e) {
      String nearest = NearestName.to(String.valueOf(text), ZoneId.getAvailableZoneIds());
      node.fault(
          "unknown zone '"
              + text
              + (nearest == null
                  ? "'; write one of the IANA names, e.g. Europe/Berlin or UTC"
                  : "'; did you mean '" + nearest + "'?"));
      return null;
    }
  }

  private static @Nullable TimeFormat pattern(String pattern, ZoneId zone, YamlNode node) {
    @Nullable String fault;
    try {
      TimeFormat format = TimeFormat.pattern(pattern, zone);
      fault = TimePattern.fault(pattern, zone, format);
      if (fault == null) {
        return format;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      fault = NO_PATTERN + ": " + e.getMessage();
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      fault = NO_PATTERN; // JDK 17 throws these for some patterns, such as epch and YYYYYYYYYYY.
    }
    String nearest = NearestName.to(pattern, NAMED.keySet());
    node.fault(
        nearest == null
            ? "'" + pattern + "' " + fault
            : "unknown format '" + pattern + "'; did you mean '" + nearest + "'?");
    return null;
  }
}
