package dev.sessionbeam.explain;

import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.prepare.UnwrapRecord;
import dev.sessionbeam.prepare.ValidateRecord;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Finds the byte of a rejected record that its rejection is about: where its text breaks, or where
 * the value of the field begins. It only points: why a record is rejected is decided elsewhere.
 */
final class RejectionPlace {
  private static final byte GZIP = 0x1f;

  private RejectionPlace() {}

  /** Returns the number of the byte in the record, from 0; nothing if there is no such byte. */
  static OptionalInt in(RejectedRecord rejected) {
    byte[] bytes = rejected.record().bytes();
    String field = rejected.field();
    if (rejected.reason() == Reason.TOO_LARGE) {
      return tooLarge(rejected);
    }
    if (field != null) {
      boolean second = rejected.reason() == Reason.DUPLICATE_FIELD;
      return JsonPlace.ofValue(path(field, rejected.reason()), second, bytes);
    }
    return switch (rejected.reason()) {
      case NOT_UTF8 -> notUtf8(bytes);
      case NOT_JSON, TOO_DEEP -> broken(bytes);
      case NOT_AN_OBJECT -> JsonPlace.ofStart(bytes);
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt tooLarge(RejectedRecord rejected) {
    int length = rejected.record().bytes().length;
    boolean isInner = rejected.record().origin() instanceof InnerOrigin;
    int most =
        length > UnwrapRecord.MAX_BYTES && !isInner
            ? UnwrapRecord.MAX_BYTES
            : ValidateRecord.MAX_BYTES;
    return length > most && rejected.field() == null ? OptionalInt.of(most) : OptionalInt.empty();
  }

  /** A path of the definition, or, from a schema, a JSON pointer. */
  private static List<String> path(String field, Reason reason) {
    return reason == Reason.SCHEMA_MISMATCH
        ? Stream.of(field.replaceFirst("^/", "").split("/", -1))
            .map(name -> name.replace("~1", "/").replace("~0", "~"))
            .toList()
        : FieldPath.of(field).segments();
  }

  private static OptionalInt notUtf8(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
    return OptionalInt.of(in.position());
  }

  private static OptionalInt broken(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == GZIP) {
      return OptionalInt.of(0);
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return OptionalInt.of(i);
      }
    }
    return JsonPlace.ofBreak(bytes);
  }
}
