package io.leadgate.receiver.cut;

import io.leadgate.loop.Pieces;
import io.leadgate.web.request.UrlEncoded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts credentials out of a form or a query, pair by pair. Confined to one event loop. */
final class FormCut implements Pieces<Cut> {

  private static final int PAIRS_MAX = 1_000;

  private final byte[] form;
  private final CredentialNames names;
  private final Cut.Names found = new Cut.Names();
  private final ByteArrayOutputStream kept;
  private int at;

  FormCut(byte[] form, CredentialNames names) {
    this.form = form;
    this.names = names;
    this.kept = new ByteArrayOutputStream(form.length);
  }

  @Override
  public Optional<Cut> next() {
    for (int i = 0; i < PAIRS_MAX && at < form.length; i++) {
      int end = at;
      while (end < form.length && form[end] != '&') {
        end++;
      }
      take(at, end);
      at = end + 1;
    }
    return at < form.length
        ? Optional.empty()
        : Optional.of(new Cut(kept.toByteArray(), found.list()));
  }

  private void take(int from, int to) {
    Optional<String> credential = credential(from, to);
    if (credential.isPresent()) {
      found.add(credential.get());
      return;
    }
    if (kept.size() > 0) {
      kept.write('&');
    }
    kept.write(form, from, to - from);
  }

  /** The name of the pair, if the pair is a credential, or may be one and cannot be decoded. */
  private Optional<String> credential(int from, int to) {
    int equals = from;
    boolean isEncoded = false;
    while (equals < to && form[equals] != '=') {
      isEncoded |= form[equals] == '%' || form[equals] == '+';
      equals++;
    }
    String name = new String(form, from, equals - from, StandardCharsets.ISO_8859_1);
    if (!isEncoded && !names.mayBe(name)) {
      return Optional.empty();
    }
    Optional<List<UrlEncoded.Pair>> pair = UrlEncoded.pairs(Arrays.copyOfRange(form, from, to));
    return pair.isPresent()
        ? pair.get().stream()
            .filter(read -> names.isCredential(read.name(), read.value()))
            .map(UrlEncoded.Pair::name)
            .findFirst()
        : UrlEncoded.pairs(Arrays.copyOfRange(form, from, equals)).stream()
            .flatMap(List::stream)
            .map(UrlEncoded.Pair::name)
            .filter(names::mayBe)
            .findFirst();
  }
}
