@NullMarked
package io.leadgate.http.receiver;

import org.jspecify.annotations.NullMarked;
