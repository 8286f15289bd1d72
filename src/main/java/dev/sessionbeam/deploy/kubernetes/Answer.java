package dev.sessionbeam.deploy.kubernetes;

/**
 * What a tool answered.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error
 */
record Answer(int status, String out, String err) {
  /** The last line that says something: the tools end with what is wrong. */
  String lastLine() {
    String all = err.isBlank() ? out : err;
    return all.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((first, last) -> last)
        .orElse("exit status " + status);
  }
}
