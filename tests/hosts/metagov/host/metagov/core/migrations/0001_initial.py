import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='DataStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('datastore', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Plugin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('config', models.JSONField(default=dict, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='core.community')),
                ('state', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, to='core.datastore')),
            ],
        ),
        migrations.CreateModel(
            name='GovernanceProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('callback_url', models.CharField(max_length=100, null=True)),
                ('status', models.CharField(default='created', max_length=15)),
                ('errors', models.JSONField(default=dict)),
                ('outcome', models.JSONField(default=dict)),
                ('state', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, to='core.datastore')),
                ('plugin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='core.plugin')),
            ],
        ),
    ]
