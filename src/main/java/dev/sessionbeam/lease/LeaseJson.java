package dev.sessionbeam.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes leases as JSON and reads them back. A person can read the file too. */
final class LeaseJson {
  private static final int FORMAT = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private record Document(int format, long lastEpoch, List<Entry> leases) {}

  private record Entry(
      String holder,
      String kind,
      @Nullable String from,
      @Nullable String to,
      long epoch,
      String acquired,
      String renewed,
      String host,
      long pid,
      @Nullable String system) {
    Lease lease() {
      return new Lease(
          new LeaseClaim(holder, RunKind.of(kind), new LeasedDays(day(from), day(to))),
          epoch,
          Instant.parse(acquired),
          Instant.parse(renewed),
          new HostProcess(host, pid, system));
    }

    private static @Nullable LocalDate day(@Nullable String text) {
      return text == null ? null : LocalDate.parse(text);
    }
  }

  private LeaseJson() {}

  static String write(LeaseTable table) throws IOException {
    List<Entry> entries = table.leases().stream().map(LeaseJson::entry).toList();
    Document document = new Document(FORMAT, table.lastEpoch(), entries);
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
  }

  private static Entry entry(Lease lease) {
    LocalDate from = lease.coverage().from();
    LocalDate to = lease.coverage().to();
    return new Entry(
        lease.holder(),
        lease.claim().kind().key(),
        from == null ? null : from.toString(),
        to == null ? null : to.toString(),
        lease.epoch(),
        lease.acquired().toString(),
        lease.renewed().toString(),
        lease.process().host(),
        lease.process().pid(),
        lease.process().system());
  }

  /**
   * Reads what {@link #write} wrote, and nothing else. A lease that cannot be read must not count
   * as no lease.
   *
   * @param location the file, for messages
   * @throws IOException if the text is damaged or of another version; the message contains what to
   *     do
   */
  static LeaseTable read(String text, String location) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(text);
      JsonNode format = root.path("format");
      if (format.isInt() && format.intValue() != FORMAT) {
        throw new IOException(
            location
                + " has format "
                + format
                + ", and this version of sessionbeam reads format "
                + FORMAT
                + ". Use the version that wrote it, or wait until its runs have ended and"
                + " delete it");
      }
      Document document = MAPPER.treeToValue(root, Document.class);
      return new LeaseTable(
          document.lastEpoch(), document.leases().stream().map(Entry::lease).toList());
    } catch (JsonProcessingException e) {
      throw damaged(location, e.getOriginalMessage(), e);
    } catch (DateTimeException | IllegalArgumentException | NullPointerException e) {
      throw damaged(location, e.getMessage(), e);
    }
  }

  private static IOException damaged(String location, @Nullable String why, Exception cause) {
    return new IOException(
        location
            + " is damaged, so it is unknown which runs write there: "
            + why
            + ". Make sure that no run writes there, delete the file, and start again",
        cause);
  }
}
