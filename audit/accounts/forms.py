"""The forms of signing in and of handling accounts and boards."""

from collections.abc import Collection, Iterable
from typing import Any, Self

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import (
    PURPOSE_EXPLANATIONS,
    PURPOSE_NAMES,
    ROLE_NAMES,
    Grants,
    Purpose,
    Role,
    board_code_fault,
    normal_username,
    officer_ids_fault,
    officer_keys,
    password_fault,
    username_fault,
)
from audit.accounts.second_factor import Proof
from audit.accounts.sharing import Wanted
from audit.mail.rules import LONGEST_ADDRESS, address_fault
from audit.web.forms import BoxesField, DayField, PageForm, at_most, required, strip

AS_CODE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
BOARD_ROLES = tuple(role for role in Role if role is not Role.ADMINISTRATOR)


def _username(value: Any) -> Any:
    return normal_username(value) if isinstance(value, str) else value


def _password(label: str, missing: str, kind: str = "new-password") -> PasswordField:
    return PasswordField(label, validators=[required(missing)], render_kw={"autocomplete": kind})


class SignInForm(PageForm):
    username = StringField(
        "Användarnamn",
        filters=[strip, _username],
        validators=[required("Skriv ditt användarnamn.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = _password("Lösenord", "Skriv ditt lösenord.", "current-password")
    kept = HiddenField()
    kept_for = HiddenField()


class CodeForm(PageForm):
    """The second step of signing in."""

    one_time_code = StringField(
        "Kod", filters=[strip], validators=[required("Skriv koden."), at_most(40)], render_kw=AS_CODE
    )
    kept = HiddenField()
    kept_for = HiddenField()


class NewPasswordForm(PageForm):
    """What the forms share in which a password is chosen. It is written twice, so that a slip is noticed."""

    password: PasswordField
    password_again: PasswordField

    def __init__(self, *args: Any, username: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of = username

    def validate_password(self, field: Field) -> None:
        if fault := password_fault(field.data or "", self._of):
            raise ValidationError(fault)

    def validate_password_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError("De två lösenorden är inte lika. Skriv båda på nytt.")


class ChoosePasswordForm(NewPasswordForm):
    password = _password("Lösenord", "Skriv ett lösenord.")
    password_again = _password("Samma lösenord en gång till", "Skriv lösenordet en gång till.")


class ChangePasswordForm(NewPasswordForm):
    current_password = _password("Ditt lösenord nu", "Skriv det lösenord du har nu.", "current-password")
    password = _password("Nytt lösenord", "Skriv ett nytt lösenord.")
    password_again = _password("Samma lösenord en gång till", "Skriv det nya lösenordet en gång till.")


class ProofForm(PageForm):
    """A form that has its sender show that she is the account's own person, by one of its two fields or by neither."""

    proof = Proof.PASSWORD
    current_password = _password("Ditt lösenord", "Skriv ditt lösenord.", "current-password")
    current_code = StringField(
        "Din engångskod nu",
        filters=[strip],
        validators=[required("Skriv din engångskod."), at_most(40)],
        render_kw=AS_CODE,
    )

    def ask_for(self, proof: Proof) -> Self:
        """Keep only the field that this takes."""
        self.proof = proof
        if proof is not Proof.PASSWORD:
            del self.current_password
        if proof is not Proof.CODE:
            del self.current_code
        return self

    def asked(self) -> Field:
        return self.current_password if self.proof is Proof.PASSWORD else self.current_code


class EnrolForm(ProofForm):
    """Codes from an app: that it works, and that it is the account's own person who asks."""

    one_time_code = StringField(
        "Kod från appen", filters=[strip], validators=[required("Skriv koden som appen visar.")], render_kw=AS_CODE
    )


class EndSessionsForm(ProofForm):
    """Which of one's other browsers to sign out, or all of them and this one."""

    sessions = BoxesField("Webbläsare att logga ut", coerce=int, validate_choice=False)
    everywhere = SubmitField("Logga ut överallt")

    def offer(self, ids: Iterable[int]) -> Self:
        self.sessions.choices = [(each, "Logga ut") for each in ids]
        return self

    def validate_sessions(self, field: Field) -> None:
        if not field.data and not field.errors and not self.everywhere.data:
            raise ValidationError("Välj minst en webbläsare, eller logga ut överallt.")


class RemoveCodesForm(ProofForm):
    """That codes are asked for no longer."""


class AccountForm(PageForm):
    """What a form on an account shares: a box for each role of a board, and one for the whole program."""

    grants: BoxesField

    def offer(self, boards: Iterable[Board]) -> Self:
        """Put up the boxes: a row for each board, and one for the whole program."""
        self._boards = list(boards)
        of_boards = [
            (box(role, known(board.id)), f"{ROLE_NAMES[role]} för {board.name}")
            for board in self._boards
            for role in BOARD_ROLES
        ]
        self.grants.choices = [*of_boards, (box(Role.ADMINISTRATOR, None), "Administratör för hela programmet")]
        return self

    def rows(self) -> list[tuple[Board, list[tuple[str, Field]]]]:
        """The boxes as the page shows them: for each board, its roles' names and boxes."""
        boxes = list(self.grants)
        names = [ROLE_NAMES[role] for role in BOARD_ROLES]
        width = len(names)
        return [
            (board, list(zip(names, boxes[number * width : (number + 1) * width], strict=True)))
            for number, board in enumerate(self._boards)
        ]

    def administrator(self) -> Field:
        """The box of the only role that has no board."""
        return list(self.grants)[-1]

    def chosen(self) -> Grants:
        return frozenset(_grant(value) for value in self.grants.data or ())


class ChangeAccountForm(AccountForm):
    name = StringField("Namn", filters=[strip], validators=[required("Skriv personens namn."), at_most(100)])
    grants = BoxesField("Roller", validators=[required("Välj minst en roll.")])


class OfficerIdsForm(PageForm):
    """The ids under which the registers know the account's person, one on each line."""

    ids = TextAreaField("Id i registren, ett på varje rad", filters=[strip])

    def chosen(self) -> tuple[str, ...]:
        return officer_keys(self.ids.data or "")

    def validate_ids(self, field: Field) -> None:
        if fault := officer_ids_fault(officer_keys(field.data or "")):
            raise ValidationError(fault)


class MailForm(PageForm):
    """Where somebody gets notices by e-mail, and whether she wants any."""

    mail_address = StringField(
        "E-postadress", filters=[strip], validators=[at_most(LONGEST_ADDRESS)], render_kw={"autocomplete": "email"}
    )
    wanted = BooleanField("Skicka ett brev när det finns något nytt", default=True)

    def validate_mail_address(self, field: Field) -> None:
        if field.data and (fault := address_fault(field.data)):
            raise ValidationError(fault)


class NewAccountForm(AccountForm):
    name = StringField("Namn", filters=[strip], validators=[required("Skriv personens namn."), at_most(100)])
    username = StringField(
        "Användarnamn",
        filters=[strip, _username],
        validators=[required("Skriv ett användarnamn.")],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    grants = BoxesField("Roller", validators=[required("Välj minst en roll.")])

    def validate_username(self, field: Field) -> None:
        if fault := username_fault(field.data or ""):
            raise ValidationError(fault)


def box(role: Role, board_id: int | None) -> str:
    return f"{role}:{'' if board_id is None else board_id}"


def _grant(value: str) -> tuple[Role, int | None]:
    role, _, board = value.partition(":")
    return Role(role), int(board) if board else None


class NewBoardForm(PageForm):
    name = StringField("Namn", filters=[strip], validators=[required("Skriv nämndens namn."), at_most(80)])
    code = StringField("Kod", filters=[strip], validators=[required("Skriv en kort kod.")])
    valid_from = DayField("Började", validators=[Optional()])

    def validate_code(self, field: Field) -> None:
        if fault := board_code_fault(field.data or ""):
            raise ValidationError(fault)


class EndBoardForm(PageForm):
    valid_to = DayField("Sista dagen", validators=[Optional()])
    successor = SelectField("Tas över av", coerce=int, validators=[Optional()])

    def offer(self, boards: Iterable[Board]) -> Self:
        self.successor.choices = [(0, "Ingen"), *((known(board.id), board.name) for board in boards)]
        return self


class SharingForm(PageForm):
    """What a board lets another see, until when, why and on what ground."""

    board = SelectField("Nämnden som delar", coerce=int)
    receiver = SelectField("Nämnden som får se", coerce=int, validators=[DataRequired("Välj vilken nämnd som får se.")])
    purpose = RadioField(
        "Vad som delas",
        choices={each.value: f"{PURPOSE_NAMES[each]}: {PURPOSE_EXPLANATIONS[each]}" for each in Purpose},
        validators=[required("Välj vad som ska delas.")],
    )
    until = DayField("Till och med", validators=[required("Skriv vilken dag delningen upphör.")])
    ground = StringField(
        "Rättslig grund", filters=[strip], validators=[required("Skriv vilken grund delningen har."), at_most(300)]
    )
    reason = TextAreaField(
        "Varför", filters=[strip], validators=[required("Skriv varför nämnderna delar."), at_most(1000)]
    )

    def offer(self, boards: Iterable[Board], *, own: Collection[int]) -> Self:
        """Put up the boards: one's own as those that share, all as those that get to see."""
        every = [(known(board.id), str(known(board.id)), board.name) for board in boards]
        mine = {key: name for board, key, name in every if board in own}
        self.board.choices = mine
        self.receiver.choices = {"0": "Välj nämnd"} | {key: name for _, key, name in every if key not in mine} | mine
        return self

    def wanted(self) -> Wanted:
        assert self.until.data is not None  # noqa: S101 - the form has been validated
        return Wanted(
            self.board.data,
            self.receiver.data,
            Purpose(self.purpose.data),
            self.until.data,
            str(self.ground.data),
            str(self.reason.data),
        )
