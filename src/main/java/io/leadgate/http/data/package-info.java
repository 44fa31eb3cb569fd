@NullMarked
package io.leadgate.http.data;

import org.jspecify.annotations.NullMarked;
