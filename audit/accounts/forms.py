"""The forms of signing in and of handling accounts."""

from wtforms import HiddenField, PasswordField, StringField, SubmitField

from audit.web.forms import PageForm, required, strip


class SignInForm(PageForm):
    username = StringField("Användarnamn", filters=[strip], validators=[required("Skriv ditt användarnamn.")])
    password = PasswordField("Lösenord", validators=[required("Skriv ditt lösenord.")])
    kept = HiddenField()
    kept_for = HiddenField()
    submit = SubmitField("Logga in")
