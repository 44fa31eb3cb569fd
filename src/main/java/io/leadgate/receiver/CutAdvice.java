package io.leadgate.receiver;

import io.leadgate.receiver.cut.CredentialNames;
import java.util.List;
import java.util.stream.Collectors;

/** Tells the sender of a credential in a body that the credential was cut out. */
final class CutAdvice {

  private CutAdvice() {}

  /**
   * A sentence behind a space; empty if nothing was cut out.
   *
   * @param cut the names of the members, which are those of credentials
   */
  static String of(List<String> cut) {
    return cut.isEmpty()
        ? ""
        : cut.stream()
            .map(name -> name + ' ' + CredentialNames.advice(name))
            .collect(
                Collectors.joining(
                    "; ", " A credential in the body was cut out and is not looked at: ", "."));
  }
}
