package dev.repoman.lab;

import dev.repoman.backup.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The same adversary on a host without bubblewrap. What only git or a search in a jail tells is left out
/// there, and so is its test: [UnjailedLabIT] sees that it says so.
@LabTest
class UnjailedAdversaryLabIT extends AdversaryLabIT {
    @BeforeEach
    void hideBubblewrap() {
        hide();
    }

    @AfterEach
    void showBubblewrap() {
        show();
    }

    @Override
    void namesAreNeverPrintedRaw() {}

    @Override
    void aSetuidFileIsNamedAndNeverMirrored() {}

    @Override
    void nothingOfAnOldHomeIsDeleted() {}

    static void hide() {
        Share.root("mount --bind /dev/null $(command -v bwrap)");
    }

    static void show() {
        Share.root("umount -l $(command -v bwrap); true");
    }
}
