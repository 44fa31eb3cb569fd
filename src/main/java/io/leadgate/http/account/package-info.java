@NullMarked
package io.leadgate.http.account;

import org.jspecify.annotations.NullMarked;
