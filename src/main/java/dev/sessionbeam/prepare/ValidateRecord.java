package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.TimeFormat;
import java.util.List;

/**
 * Parses a raw record and returns its fields. Rejects the record if it is not one JSON object of at
 * most a mebibyte, lacks a valid field for a role, or fails one of the definition's own checks. See
 * docs/semantics.md, section 2, step 1.
 */
public final class ValidateRecord implements Rule<RawRecord, ParsedEvent> {
  /** The largest size of a record, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private final Roles roles;
  private final RoleChecks roleChecks;
  private final List<CheckRecord> checks;

  public ValidateRecord(Definition definition) {
    this.roles = definition.roles();
    this.roleChecks = new RoleChecks(roles);
    this.checks = definition.checks().stream().map(CheckRecord::of).toList();
  }

  @Override
  public ParsedEvent apply(RawRecord record) throws RecordRejectedException {
    int length = record.bytes().length;
    if (length > MAX_BYTES) {
      throw new RecordRejectedException(
          Reason.TOO_LARGE,
          "has " + length + " bytes, but a record may have at most " + MAX_BYTES,
          null);
    }
    JsonObject fields = parse(record.bytes());
    roleChecks.requireUnrepeated(fields);
    roleChecks.requireStrings(fields);
    requireTime(fields);
    for (CheckRecord check : checks) {
      check.check(fields);
    }
    return new ParsedEvent(record, fields);
  }

  /**
   * Parses an object.
   *
   * @throws RecordRejectedException if the bytes are not a JSON object
   */
  static JsonObject parse(byte[] bytes) throws RecordRejectedException {
    try {
      return JsonObject.parse(bytes);
    } catch (JsonSyntaxException e) {
      throw rejection(e, bytes);
    }
  }

  /** The rejection of a record that is not JSON. */
  static RecordRejectedException rejection(JsonSyntaxException e, byte[] bytes) {
    String message =
        isGzip(bytes)
            ? "the bytes are compressed with gzip: they are damaged, or hold too much to be"
                + " decompressed"
            : String.valueOf(e.getMessage());
    return new RecordRejectedException(Reason.of(e.fault()), message, null);
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private void requireTime(JsonObject fields) throws RecordRejectedException {
    FieldPath field = roles.time().field();
    TimeFormat format = roles.timeFormat();
    if (field != null && format != null && !format.accepts(RoleChecks.require(field, fields))) {
      throw new RecordRejectedException(
          Reason.WRONG_TYPE, "the time must be " + format.description(), field.toString());
    }
  }
}
