import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;

/** Reads a statement from its input, as Hive's grammar has it, and prints what it has read, or what is wrong. */
public final class DdlReader {
  private DdlReader() {}

  public static void main(String[] args) throws Exception {
    String all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    for (String statement : all.split("\u0000", -1)) {
      try {
        System.out.println(
            CatalystSqlParser$.MODULE$.parsePlan(statement).toString().replace('\n', ' '));
      } catch (Exception e) {
        System.out.println("FAULT " + e.getMessage().replace('\n', ' '));
      }
    }
  }
}
