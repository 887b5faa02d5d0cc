package dev.repoman.lab;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The same on a host without bubblewrap, where git is never run: what only git finds is left out.
@LabTest
class UnjailedHostileGitLabIT extends HostileGitLabIT {
    @BeforeEach
    void hideBubblewrap() {
        UnjailedAdversaryLabIT.hide();
    }

    @AfterEach
    void showBubblewrap() {
        UnjailedAdversaryLabIT.show();
    }

    @Override
    void gitOnAMirrorThatNeverAnswersEndsAndTheOthersAreWrittenDown() {}

    @Override
    void aDamagedBareRepositoryIsFound() {}
}
