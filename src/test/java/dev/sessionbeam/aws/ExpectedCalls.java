package dev.sessionbeam.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a role must be allowed to do: a file of {@code runners/aws/calls}.
 *
 * @param recorded the calls that the tests record
 * @param others those that no test can record; each has a reason
 */
record ExpectedCalls(Set<Permission> recorded, Set<Permission> others) {
  /** Reads the file of a role, with the names of a project and a stage. */
  static ExpectedCalls read(String role, String project, String stage) throws IOException {
    Set<Permission> recorded = new TreeSet<>();
    Set<Permission> others = new TreeSet<>();
    for (String line : Files.readAllLines(Template.FOLDER.resolve("calls/" + role + ".txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] callAndReason = line.split("\\|", 2);
        Permission call =
            Permission.parse(
                callAndReason[0]
                    .replace("PROJECT", project)
                    .replace("STAGE", stage)
                    .replace("ACCOUNT", Stack.ACCOUNT)
                    .replace("REGION", Stack.REGION));
        boolean isNew = (callAndReason.length == 1 ? recorded : others).add(call);
        if (!isNew) {
          throw new AssertionError(role + ": this line is there twice: " + line);
        }
      }
    }
    return new ExpectedCalls(recorded, others);
  }

  Set<Permission> all() {
    return Stream.concat(recorded.stream(), others.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The text of a call as it is in the file. */
  static String line(Permission call, String project, String stage) {
    return call.toString()
        .replace(project + "-" + stage, "PROJECT-STAGE")
        .replace(Stack.ACCOUNT, "ACCOUNT")
        .replace(Stack.REGION, "REGION");
  }
}
