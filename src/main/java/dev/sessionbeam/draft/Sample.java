package dev.sessionbeam.draft;

import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.prepare.UnwrapRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that a definition is drafted for. */
public final class Sample {
  /** The most records that are looked at. */
  public static final int MOST_RECORDS = 10_000;

  /** The most bytes of records that are looked at. */
  public static final long MOST_BYTES = 64L << 20;

  private final String source;
  private final List<RawRecord> records;
  private final boolean hasMore;
  private final @Nullable Choice unwrap;
  private final SampleProfile profile = new SampleProfile();
  private int notObjects;

  /**
   * Looks at records.
   *
   * @param source where they are from, for the first line of the draft
   * @param records the records, as they are before anything is unwrapped; elements of a file that
   *     is one array have an {@link InnerOrigin}
   * @param hasMore whether there were more than these
   */
  public Sample(String source, List<RawRecord> records, boolean hasMore) {
    this.source = source;
    this.records = List.copyOf(records);
    this.hasMore = hasMore;
    this.unwrap = ContainerGuess.of(records);
    String path = unwrap == null ? null : unwrap.value();
    UnwrapRecord unwrapping = path == null ? null : UnwrapRecord.by(FieldPath.of(path));
    for (RawRecord record : records) {
      for (RawRecord inner : inner(record, unwrapping)) {
        add(inner);
      }
    }
  }

  private List<RawRecord> inner(RawRecord record, @Nullable UnwrapRecord unwrapping) {
    if (unwrapping == null) {
      return List.of(record);
    }
    try {
      UnwrapRecord.Unwrapped unwrapped = unwrapping.of(record);
      notObjects += unwrapped.rejected().size();
      return unwrapped.records();
    } catch (RecordRejectedException e) {
      notObjects++;
      return List.of();
    }
  }

  private void add(RawRecord record) {
    if (profile.records() == MOST_RECORDS) {
      return;
    }
    try {
      profile.add(JsonObject.parse(record.bytes()));
    } catch (JsonSyntaxException e) {
      notObjects++;
    }
  }

  /** The records as they were read. */
  List<RawRecord> records() {
    return records;
  }

  /** Whether a record is a JSON object, so that a definition can be drafted. */
  public boolean hasObjects() {
    return profile.records() > 0;
  }

  SampleProfile profile() {
    return profile;
  }

  @Nullable Choice unwrap() {
    return unwrap;
  }

  /** Returns what was read, in sentences. */
  List<String> description() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Drafted by sessionbeam init from "
            + (hasMore ? "the first " : "")
            + Texts.count(profile.records(), "record")
            + " of "
            + source
            + ".");
    if (notObjects > 0) {
      lines.add(
          notObjects == 1
              ? "One record is not a JSON object. It is not looked at."
              : Texts.count(notObjects) + " records are not JSON objects. They are not looked at.");
    }
    if (profile.hasMore()) {
      lines.add(
          "They have more than "
              + Texts.count(SampleProfile.MOST_FIELDS, "field")
              + ". Only the first ones are looked at.");
    }
    return lines;
  }
}
